import type { Option } from 'commander';

/** What the command line adds to an experiment. */
export interface ExperimentCommand {
  /** Its own options; `--out` is everyone's. */
  readonly options: () => readonly Option[];
  /** Command lines for its help. */
  readonly examples: readonly string[];
}
