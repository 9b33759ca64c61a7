import { DatasetError, plural } from '@alphaedit/spec';
import type { FactSet, ReadFactsOptions } from '../datasets/read-facts.js';
import { readFacts } from '../datasets/read-facts.js';
import { readFactsFile } from './read-facts-file.js';

/** Where facts stand: a file, or a text and what messages call it. */
export type FactSource = { readonly file: string } | { readonly text: string; readonly name: string };

/**
 * `readFacts` on several sources, one after the other, each in a format of its own. Of a single one, `offset` passes over
 * records unread; of several, over facts.
 *
 * @throws as `readFactsFile`
 */
export async function readFactSources(
  sources: readonly [FactSource, ...FactSource[]],
  { offset = 0, limit, ...options }: Omit<ReadFactsOptions, 'file'> = {},
): Promise<FactSet> {
  const [first, ...others] = sources;
  if (others.length === 0) return read(first, { offset, limit, ...options });
  const sets: FactSet[] = [];
  for (const source of sources) sets.push(await read(source, options));
  const end = limit === undefined ? undefined : offset + limit;
  const all = sets.flatMap(({ facts }) => facts);
  const facts = all.slice(offset, end);
  if (facts.length === 0) throw noneLeft(sources, all.length);
  return {
    facts,
    places: sets.flatMap(({ places }) => places).slice(offset, end),
    format: sets[0]!.format,
    warnings: sets.flatMap(({ warnings }) => warnings),
  };
}

function read(source: FactSource, options: ReadFactsOptions): Promise<FactSet> {
  if ('file' in source) return readFactsFile(source.file, options);
  return readFacts(source.text, { file: source.name, ...options });
}

/** What messages call a source. */
export const sourceName = (source: FactSource): string => ('file' in source ? source.file : source.name);

const noneLeft = (sources: readonly FactSource[], facts: number) =>
  new DatasetError({
    code: 'no-facts',
    message: `${sources.map(sourceName).join(', ')}: no fact among ${plural(facts, 'fact')}.`,
    hint: 'Check the offset.',
    data: { files: sources.map(sourceName), records: facts },
  });
