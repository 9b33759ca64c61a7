import { type FactSource, readFactSources } from '@alphaedit/eval/node';
import type { Fact, FactPlace, FactProblem, Warning } from '@alphaedit/spec';

/** Where facts stand: a file, or one or more files and texts. Each is JSONL, JSON or CSV. */
export type FactSources = string | readonly [FactSource, ...FactSource[]];

/** Facts, or where they stand. */
export interface GivenFacts {
  /** The facts, or a file of them, or several sources of which one is read after the other. */
  readonly facts: readonly Fact[] | FactSources;
  /** Of a file: facts at most, and records to pass over first (of several, facts). */
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

/** The facts given, read where sources are named. @throws as `readFactSources` */
export async function readGivenFacts({ facts, limit, offset, onBadFact }: GivenFacts): Promise<FactsRead> {
  if (!areSources(facts)) return { facts, warnings: [] };
  return readFactSources(sourcesOf(facts), { limit, offset, onBadRecord: onBadFact });
}

/** As a list, a file being the only source. */
export const sourcesOf = (sources: FactSources): readonly [FactSource, ...FactSource[]] =>
  typeof sources === 'string' ? [{ file: sources }] : sources;

function areSources(facts: readonly Fact[] | FactSources): facts is FactSources {
  if (typeof facts === 'string') return true;
  const [first] = facts;
  return first !== undefined && ('file' in first || 'text' in first);
}

/** A problem as a warning: what it knows beside its message is its data. */
export const asWarning = ({ code, message, data, ...rest }: FactProblem): Warning => ({
  code,
  message,
  data: { ...rest, ...data },
});
