import type { Fact } from '@alphaedit/spec';
import { DatasetError } from '@alphaedit/spec';
import * as z from 'zod';
import { textsField } from '../datasets/formats/fields.js';
import type { LineSource } from '../datasets/lines-of.js';
import { readRecords } from '../datasets/records/read-records.js';
import { type TfIdf, tfIdf } from './tf-idf.js';

/** Reference texts by relation and answer, and the tf-idf weights of all of them. */
export interface References {
  readonly texts: number;
  readonly weights: TfIdf;
  /** Texts on the relation and new answer of a fact; none where the fact names no relation. */
  of(fact: Pick<Fact, 'relation' | 'target' | 'targetId'>): readonly string[];
}

const snippets = z.object({
  relation_id: z.string(),
  target_id: z.string(),
  samples: z.array(z.object({ text: z.string() })),
});
const plain = z.object({ relation: z.string(), target: z.string(), texts: textsField });
const record = z.union([
  snippets.transform(({ relation_id, target_id, samples }) => ({
    relation: relation_id,
    target: target_id,
    texts: samples.map(({ text }) => text),
  })),
  plain,
]);

const key = (relation: string, target: string) => `${relation}\n${target.trim()}`;

/**
 * Reads reference texts: the attribute snippets of CounterFact (`relation_id`, `target_id`, `samples [{ text }]`),
 * or records of `relation`, `target` (the answer or its id) and `texts`; JSONL or one JSON array.
 *
 * @throws {DatasetError} `broken-line`, `record-shape` with file and line; `no-text` where there is none
 */
export async function readReferences(
  source: LineSource,
  { file = 'references' }: { readonly file?: string } = {},
): Promise<References> {
  const byKey = new Map<string, string[]>();
  for await (const { line, value, error } of readRecords(source, file)) {
    if (error) throw error;
    const parsed = record.safeParse(value);
    if (!parsed.success) {
      throw new DatasetError({
        code: 'record-shape',
        message: `${file}:${line}: not a record of reference texts.`,
        hint: 'A record holds relation_id, target_id and samples [{ text }], or relation, target and texts.',
        data: { file, line },
      });
    }
    const { relation, target, texts } = parsed.data;
    const place = key(relation, target);
    byKey.set(place, [...(byKey.get(place) ?? []), ...texts]);
  }
  const all = [...byKey.values()].flat();
  if (all.length === 0) {
    throw new DatasetError({
      code: 'no-text',
      message: `${file}: no reference texts.`,
      hint: 'Give the attribute snippets of CounterFact, or texts of your own by relation and target.',
      data: { file },
    });
  }
  return {
    texts: all.length,
    weights: tfIdf(all),
    of({ relation, target, targetId }) {
      if (relation === undefined) return [];
      const named = targetId === undefined ? undefined : byKey.get(key(relation, targetId));
      return named ?? byKey.get(key(relation, target)) ?? [];
    },
  };
}
