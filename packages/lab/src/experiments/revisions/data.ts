import type { Repeated } from '@alphaedit/core';
import type { Share } from '@alphaedit/eval';

/** What the model says of the revised facts and of the others of the run. */
export interface RevisionFigures {
  /** Share of the revised facts' prompts after which the model writes the last answer. */
  readonly said?: Share;
  /** The same after their rewordings. */
  readonly reworded?: Share;
  /** Share of questions about other subjects after which it still writes the old answer. */
  readonly neighbours?: Share;
  /** As `said` and `reworded`, of the facts that were edited once before them; absent where there are none. */
  readonly others?: { readonly said?: Share; readonly reworded?: Share };
}

/** One editor, after facts were revised some number of times. */
export interface RevisionPoint extends RevisionFigures {
  readonly editor: string;
  /** Absent for a single edit, where nothing is repeated. */
  readonly repeated?: Repeated;
  /** Edits of each revised fact; 1 is the run that never had the earlier revisions. */
  readonly times: number;
}

export interface RevisionsData {
  readonly revised: number;
  readonly others: number;
  readonly batch: number;
  readonly settings: object;
  readonly before: RevisionFigures;
  readonly points: readonly RevisionPoint[];
}
