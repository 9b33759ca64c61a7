import type { Section } from '@alphaedit/report';
import type { Warning } from '@alphaedit/spec';
import type { LabWork } from '../lab-work.js';

/** A question about editing, and how it is measured. */
export interface Experiment<Options = unknown> {
  /** `alphaedit experiment NAME` */
  readonly name: string;
  readonly title: string;
  readonly question: string;
  /** Whether it is made on a checkpoint. */
  readonly onModel: boolean;
  /** Loads what it needs when it is called: a list of experiments is shown without any of it. */
  run(context: ExperimentContext<Options>): Promise<ExperimentOutcome>;
}

/** What an experiment is run on, with which options. */
export interface ExperimentContext<Options> {
  /** The checkpoint folder; empty where the experiment takes none. */
  readonly model: string;
  readonly options: Options;
  readonly work: LabWork;
}

/** What was found: plain data for `result.json`, and the same told and drawn for `report.html`. */
export interface ExperimentOutcome {
  /** What was found, a sentence each, worded from the figures; the first one answers the question. */
  readonly findings: readonly string[];
  /** Every figure that tables and plots show. */
  readonly data: object;
  readonly sections: readonly Section[];
  /** Engine and linear algebra used. */
  readonly engine?: string;
  readonly linalg?: string;
  readonly seeds?: Readonly<Record<string, number>>;
  /** Content hashes of what the result rests on: model, facts, statistics. */
  readonly hashes?: Readonly<Record<string, string>>;
  readonly warnings?: readonly Warning[];
}
