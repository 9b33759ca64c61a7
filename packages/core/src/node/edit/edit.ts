import type { Run } from '@alphaedit/artifacts/node';
import type { Task } from '@alphaedit/eval';
import type { EditorSettings, EditSettings, Fact, Warning, Work } from '@alphaedit/spec';
import type { BatchSummary } from '../../edit/batch-summary.js';
import type { FactOutcome } from '../../measure/fact-outcomes.js';
import type { ReportScores } from '../../measure/scores.js';

/** What is measured of an edit. */
export interface MeasureEditOptions extends Work {
  /** All that the facts have prompts for by default. */
  readonly tasks?: readonly Task[];
}

/** The edit's facts on the model before and after. */
export interface EditMeasures {
  /** On the model as it was; nothing with `keepOriginal: false`. */
  readonly before?: ReportScores;
  readonly after: ReportScores;
}

/** Facts that were edited, and the model they are on. */
export interface Edit {
  /** All facts of the run, where it has one. */
  readonly facts: readonly Fact[];
  /** The editor's id, or package, version and export. */
  readonly editor: string;
  readonly settings: EditSettings;
  readonly editorSettings: EditorSettings;
  readonly batches: readonly BatchSummary[];
  /** What the edited model answers to each fact that is applied; nothing with `check: false`. */
  readonly outcomes?: readonly FactOutcome[];
  /** Each once, in the order they came up. */
  readonly warnings: readonly Warning[];
  /** The run folder as it stands; nothing without `out`. */
  readonly run?: Run;
  /** Batches that were in the run folder already. */
  readonly resumed: number;
  /** Efficacy, generalization, specificity and portability on the edit's facts, before and after. */
  measure(options?: MeasureEditOptions): Promise<EditMeasures>;
  /**
   * Puts the model's weights back, bit for bit. A run folder stays and notes in its ledger that its facts are out, with
   * `extend` those it was given last;
   * `changeLedger` puts them back there.
   *
   * @throws {EditError} `edited-later`, `already-undone`, `original-not-kept`
   */
  undo(): Promise<void>;
  /** Puts the model's weights back, bit for bit, and leaves a run folder as it is. @throws {EditError} as `undo` */
  detach(): Promise<void>;
}
