import { readFactsFile } from '@alphaedit/eval/node';
import type { Fact, FactPlace, FactProblem, Warning } from '@alphaedit/spec';

/** Facts, or where they stand. */
export interface GivenFacts {
  /** The facts, or a file of them: JSONL, JSON or CSV. */
  readonly facts: readonly Fact[] | string;
  /** Of a file: facts at most, and records to pass over first. */
  readonly limit?: number;
  readonly offset?: number;
  /** Of a file: `throw`, the default, at the first record that makes no fact, or `skip` such records with a warning. */
  readonly onBadFact?: 'throw' | 'skip';
}

/** Facts as they were read. */
export interface FactsRead {
  readonly facts: readonly Fact[];
  readonly places?: readonly FactPlace[];
  readonly warnings: readonly FactProblem[];
}

/** The facts given, read where a file is named. @throws as `readFactsFile` */
export async function readGivenFacts({ facts, limit, offset, onBadFact }: GivenFacts): Promise<FactsRead> {
  if (typeof facts !== 'string') return { facts, warnings: [] };
  return readFactsFile(facts, { limit, offset, onBadRecord: onBadFact });
}

/** A problem as a warning: what it knows beside its message is its data. */
export const asWarning = ({ code, message, data, ...rest }: FactProblem): Warning => ({
  code,
  message,
  data: { ...rest, ...data },
});
