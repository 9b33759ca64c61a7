import type { Fact } from '@alphaedit/spec';
import { readCheckedBytes } from './read-checked.js';
import { type Run, runFiles } from './run.js';

/** All facts of a run in order, also those whose batch is still to come. @throws {EditError} `run-broken` if they were changed */
export async function readRunFacts({ directory, manifest }: Run): Promise<readonly Fact[]> {
  const bytes = await readCheckedBytes(runFiles.facts(directory), manifest.facts.hash);
  const lines = new TextDecoder().decode(bytes).split('\n');
  // The hash is of this program's own text, so that every line is a fact.
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Fact);
}
