import type { Continuation, ModelPort, Work } from '@alphaedit/spec';
import { eventLoopTurn, throwIfAborted } from '@alphaedit/spec';
import * as tf from '@tensorflow/tfjs-core';
import { tokeniseQuestion } from './tokenised-question.js';
import type { TraceQuestion } from './trace-question.js';

/** Grid cells of one forward pass. */
const BATCH_CELLS = 2048;

/**
 * Which questions the model answers as expected: every token of the expected answer is the most probable one
 * behind the prompt and the answer's tokens before it. A question without an expected answer counts as known.
 *
 * @returns whether it is known, by question
 * @throws {FactError} those of a question that cannot be traced
 * @throws {AbortedError}
 */
export async function knownQuestions(
  model: ModelPort,
  questions: readonly TraceQuestion[],
  { signal, onProgress }: Work = {},
): Promise<boolean[]> {
  const tokenised = questions.map((question) => tokeniseQuestion(model, question));
  const known = tokenised.map(({ answer }) => answer === undefined);
  const asked = tokenised.flatMap(({ answer }, q) =>
    answer && answer.target.length > 0 && fits(model, answer) ? [{ ...answer, q }] : [],
  );
  // Similar lengths together: little of a grid is padding.
  asked.sort((a, b) => length(a) - length(b) || a.q - b.q);
  let done = 0;
  while (done < asked.length) {
    await eventLoopTurn();
    throwIfAborted(signal, 'asking the facts');
    let size = 1;
    while (done + size < asked.length && (size + 1) * length(asked[done + size]!) <= BATCH_CELLS) size++;
    const batch = asked.slice(done, done + size);
    for (const [i, right] of (await answersMatch(model, batch)).entries()) known[batch[i]!.q] = right;
    done += size;
    onProgress?.({ stage: 'ask', done, total: asked.length, unit: 'facts' });
  }
  return known;
}

/** Tokens run: the answer's last one is only predicted. */
const length = ({ prompt, target }: Continuation) => prompt.length + target.length - 1;

const fits = (model: ModelPort, answer: Continuation) => length(answer) <= model.info.contextLength;

async function answersMatch(model: ModelPort, batch: readonly Continuation[]): Promise<boolean[]> {
  const layout = model.layout(batch.map(length));
  const cells = batch.flatMap(({ prompt, target }, row) =>
    target.map((token, i) => ({ row, token, cell: row * layout.length + prompt.length - 1 + i })),
  );
  try {
    const best = tf.tidy(() => {
      const rows = batch.map(({ prompt, target }) => [...prompt, ...target.slice(0, -1)]);
      const hidden = model.forward(model.embed(rows, layout), { layout });
      const flat = tf.reshape(hidden, [-1, model.info.hiddenSize]);
      const index = Int32Array.from(cells, ({ cell }) => cell);
      return tf.argMax(model.logits(tf.gather(flat, tf.tensor1d(index, 'int32')) as tf.Tensor2D), 1);
    });
    const values = await best.data();
    best.dispose();
    const right = batch.map(() => true);
    for (const [i, { row, token }] of cells.entries()) if (values[i] !== token) right[row] = false;
    return right;
  } finally {
    layout.dispose();
  }
}
