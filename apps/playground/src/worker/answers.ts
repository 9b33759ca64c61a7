import { scoreAnswers } from '@alphaedit/eval';
import { generate } from '@alphaedit/model';
import type { ModelPort, Work } from '@alphaedit/spec';
import * as tf from '@tensorflow/tfjs-core';
import type { Answer, NextToken } from '../protocol.js';

/** Tokens of an answer at most. */
const LONGEST = 8;
/** Likeliest next tokens shown. */
const SHOWN = 5;

/** What the model says after each prompt, as it is now. */
export async function answers(model: ModelPort, prompts: readonly string[], work: Work): Promise<Answer[]> {
  const { tokenizer } = model;
  const rows = prompts.map((prompt) => tokenizer.encode(prompt));
  const top = await nextTokens(model, rows);
  const room = model.info.contextLength - Math.max(...rows.map((row) => row.length));
  const texts =
    room < 1
      ? prompts.map(() => '')
      : (await generate(model, rows, { ...work, maxNewTokens: Math.min(LONGEST, room) })).map((ids) =>
          answerText(tokenizer.decode(ids)),
        );
  const asked = texts.flatMap((text, p) => (text.trim() === '' ? [] : [{ p, answer: text }]));
  const scores = await scoreAnswers(
    model,
    asked.map(({ p, answer }) => ({ prompt: prompts[p]!, answer })),
    work,
  );
  const probability = new Map(asked.map(({ p }, i) => [p, Math.exp(-scores[i]!.nll * scores[i]!.tokens)]));
  return texts.map((text, p) => ({ text: text.trim(), probability: probability.get(p) ?? 0, top: top[p]! }));
}

/** A continuation up to the end of its first clause. */
function answerText(continuation: string): string {
  return continuation.split(/[.\n,;<]/, 1)[0]!.trimEnd();
}

async function nextTokens(
  model: ModelPort,
  rows: readonly (readonly number[])[],
): Promise<(readonly NextToken[])[]> {
  const layout = model.layout(rows.map((row) => row.length));
  const logits = tf.tidy(() => {
    const states = model.forward(model.embed(rows, layout), { layout });
    const cells = Int32Array.from(rows, (row, r) => r * layout.length + row.length - 1);
    const flat = tf.reshape(states, [-1, model.info.hiddenSize]);
    return tf.softmax(model.logits(tf.gather(flat, tf.tensor1d(cells, 'int32')) as tf.Tensor2D));
  });
  layout.dispose();
  const { vocabularySize } = model.info;
  const values = await logits.data();
  logits.dispose();
  return rows.map((_, r) => {
    const row = values.subarray(r * vocabularySize, (r + 1) * vocabularySize);
    const order = Array.from(row.keys()).sort((a, b) => row[b]! - row[a]! || a - b);
    return order
      .slice(0, SHOWN)
      .map((id) => ({ token: model.tokenizer.decode([id]), probability: row[id]! }));
  });
}
