import { applyDelta, undoDelta } from '@alphaedit/editors';
import {
  EditError,
  type Fact,
  type Matrix,
  type ModelPort,
  plural,
  supersededBy,
  type WeightDelta,
} from '@alphaedit/spec';
import { MAX_PERPLEXITY_RATIO } from '../../edit/health/health-limits.js';
import { factAnswers } from '../../measure/fact-answers.js';
import { ownPerplexityRatio, writeOwnText } from '../../measure/own-text.js';
import type { CoreWork } from '../../work.js';
import type { FactStanding, Look } from './verification.js';

/** An edit to put on its model. */
export interface EditToVerify {
  readonly deltas: readonly WeightDelta[];
  /** The facts edited, in order; none where they are not known. */
  readonly facts: readonly Fact[];
  /** Those of them, counted from 0, that are out. */
  readonly undone: ReadonlySet<number>;
  /** The batch of each; one of its own where left out. */
  batchOf?(fact: number): number;
}

/** @see VerifyOptions */
export interface OnModelOptions extends CoreWork {
  /** How many times what it was the perplexity of the model's own text may be; 2 by default. */
  readonly maxPerplexityRatio?: number;
}

/** Whether an edit fits its model, what the edited model answers, and whether it can be undone bit for bit. */
export async function editsOnModel(
  model: ModelPort,
  { deltas, facts, undone, batchOf = (fact) => fact }: EditToVerify,
  look: Look,
  { signal, onProgress, maxPerplexityRatio: limit = MAX_PERPLEXITY_RATIO }: OnModelOptions,
): Promise<readonly FactStanding[] | undefined> {
  const own = await writeOwnText(model, { signal });
  const applied = await look('fits the weights', async () => {
    const done = await applyDelta(model, deltas);
    return [done, `${plural(done.parameters.length, 'weight')} changed`];
  });
  if (!applied) return undefined;
  await look('leaves the model what it was', async () => {
    const ratio = await ownPerplexityRatio(model, own, { signal });
    const times = Number(ratio.toPrecision(3));
    if (ratio <= limit) return [ratio, `perplexity of its own text ${times} times what it was`];
    throw new EditError({
      code: 'model-collapsed',
      message: `The edits ruin the model: the perplexity of its own text is ${times} times what it was.`,
      hint: 'Do not ship it. Edit fewer facts, in smaller batches, or with the null-space constraint.',
      kind: 'work',
      data: { perplexityRatio: ratio, maxPerplexityRatio: limit },
    });
  });
  const answers = await factAnswers(model, facts, { signal, onProgress });
  const superseding = supersededBy(facts, { batchOf, undone });
  await look('undone bit for bit', async () => {
    await undoDelta(model, applied);
    const changed = await differing(model, applied.before);
    if (changed === undefined) return [true, `${plural(applied.before.size, 'weight')} as before`];
    throw new EditError({
      code: 'undo-differs',
      message: `Weight ${changed} is not what it was.`,
      hint: 'Load the checkpoint anew.',
      kind: 'work',
    });
  });
  return answers.map(({ says, preferred, probability, said }, i): FactStanding => {
    const { id, subject, target } = facts[i]!;
    return {
      number: i + 1,
      ...(id !== undefined && { id: String(id) }),
      subject,
      target,
      state: undone.has(i) ? 'undone' : 'applied',
      ...(preferred !== undefined && { preferred }),
      exact: says,
      probability,
      said,
      ...(superseding.has(i) && { supersededBy: superseding.get(i)! + 1 }),
    };
  });
}

/** The first weight whose bytes are not those it had before, if there is one. */
async function differing(
  model: ModelPort,
  before: ReadonlyMap<string, Matrix<Float32Array>>,
): Promise<string | undefined> {
  const bytes = ({ data }: Matrix<Float32Array>) =>
    Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  for (const [name, weight] of before) {
    if (!bytes(weight).equals(bytes(await model.readWeight(name)))) return name;
  }
  return undefined;
}
