import type { Form, Share, Task } from '@alphaedit/eval';

export type Figures = Readonly<Record<Form, Readonly<Partial<Record<Task, Share>>>>>;

export interface BatchPoint {
  readonly editor: string;
  readonly size: number;
  readonly before: Figures;
  readonly after: Figures;
  readonly seconds: number;
  /** Mean over facts of ‖z − h‖ / ‖z‖ after the batch: what the solve left undone. */
  readonly residual: number;
  /** Mean probability of the target when its value was found: what the solve was asked for. */
  readonly targetProbability: number;
  readonly deltaNorm: number;
}

export interface BatchData {
  readonly sizes: readonly number[];
  /** Share of the facts' old and unrelated answers the unedited model gives, exactly. */
  readonly knownBefore: { readonly facts: number; readonly specificity?: number };
  readonly form: Form;
  readonly settings: object;
  readonly points: readonly BatchPoint[];
}
