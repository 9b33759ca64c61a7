import type { Evaluation } from './evaluate-run.js';
import type { Measures } from './measure-model.js';

const recordsOf = ({ facts, texts, exposure, capability }: Measures) => ({
  facts: facts?.records,
  texts: texts?.records,
  exposure: exposure?.records,
  capability: Object.fromEntries(
    Object.entries(capability).map(([id, { predictions }]) => [id, predictions]),
  ),
});

/** Every record of an evaluation, with its prompts and what was written, as one JSON document. */
export function recordsText({ before, after, second, hashes }: Evaluation): string {
  const document = {
    hashes,
    before: recordsOf(before),
    after: after && recordsOf(after.measures),
    second: second && recordsOf(second.measures),
  };
  return `${JSON.stringify(document, undefined, 1)}\n`;
}
