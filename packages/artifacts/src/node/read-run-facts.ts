import type { Fact } from '@alphaedit/spec';
import { readCheckedBytes } from './read-checked.js';
import { type Run, runFiles } from './run.js';

/**
 * All facts of a run in order, also those whose batch is still to come, and those added later.
 *
 * @throws {EditError} `run-broken` if they were changed
 */
export async function readRunFacts({ directory, manifest, additions }: Run): Promise<readonly Fact[]> {
  const files = [
    { path: runFiles.facts(directory), hash: manifest.facts.hash },
    ...additions.map(({ addition, facts }) => ({
      path: runFiles.addedFacts(directory, addition),
      hash: facts.hash,
    })),
  ];
  const facts: Fact[] = [];
  for (const { path, hash } of files) for (const fact of await readFactLines(path, hash)) facts.push(fact);
  return facts;
}

/** Facts of a file that a run wrote. @throws {EditError} `run-broken` */
export async function readFactLines(path: string, hash: string): Promise<Fact[]> {
  const lines = new TextDecoder().decode(await readCheckedBytes(path, hash)).split('\n');
  // The hash is of this program's own text, so that every line is a fact.
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Fact);
}
