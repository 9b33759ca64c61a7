import type { HiddenShift } from '@alphaedit/eval';

/** How far the states had moved when so many facts were edited. */
export interface ShiftPoint extends Omit<HiddenShift, 'plane'> {
  readonly edited: number;
}

export interface EditorShifts {
  readonly editor: string;
  readonly points: readonly ShiftPoint[];
  /** After the last batch. */
  readonly plane: HiddenShift['plane'];
  readonly efficacy?: number;
  readonly generalization?: number;
  readonly specificity?: number;
  /** Share of the edited prompts after which the model writes the new answer. */
  readonly said?: number;
}

export interface ShiftData {
  readonly facts: number;
  readonly batch: number;
  readonly prompts: number;
  readonly layer: number;
  readonly settings: object;
  readonly editors: readonly EditorShifts[];
}
