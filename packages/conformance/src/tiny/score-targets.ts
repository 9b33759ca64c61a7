import { continuationIds, type Fact, type ModelPort, questionOf } from '@alphaedit/spec';
import * as tf from '@tensorflow/tfjs-core';

/** NLL(text | prompt): mean over the tokens of −log p, for each pair. */
async function scoreTargets(
  model: ModelPort,
  pairs: readonly { readonly prompt: string; readonly text: string }[],
): Promise<number[]> {
  const { tokenizer, info } = model;
  const asked = pairs.map(({ prompt, text }) => continuationIds(tokenizer, prompt, text));
  const rows = asked.map(({ prompt, target }) => [...prompt, ...target.slice(0, -1)]);
  const layout = model.layout(rows.map((row) => row.length));
  const logs = tf.tidy(() => {
    const hidden = model.forward(model.embed(rows, layout), { layout });
    return tf.logSoftmax(model.logits(tf.reshape(hidden, [-1, info.hiddenSize]) as tf.Tensor2D));
  });
  const { length } = layout;
  layout.dispose();
  const data = await logs.data();
  logs.dispose();
  return asked.map(({ target }, i) => {
    const first = i * length + rows[i]!.length - target.length;
    const sum = target.reduce((nll, id, j) => nll - data[(first + j) * info.vocabularySize + id]!, 0);
    return sum / target.length;
  });
}

const LETTERS = [...'abcdefghijklmnopqrstuvwxyz'];

/** The target is what the model thinks less likely than this many other letters. */
const RANK = 3;

/**
 * The facts as this model can be taught them: `truth` is the letter it finds likeliest, `target` one further
 * down its list. (What a random model finds hopeless stays so, whatever the editor.)
 */
export async function teachable(
  model: ModelPort,
  facts: readonly Omit<Fact, 'target' | 'truth'>[],
): Promise<Fact[]> {
  const pairs = facts.flatMap((fact) =>
    LETTERS.map((letter) => ({ prompt: questionOf(fact), text: letter })),
  );
  const nll = await scoreTargets(model, pairs);
  return facts.map((fact, f) => {
    const own = nll.slice(f * LETTERS.length, (f + 1) * LETTERS.length);
    const order = LETTERS.map((_, i) => i).sort((i, j) => own[i]! - own[j]!);
    return { ...fact, target: LETTERS[order[RANK]!]!, truth: LETTERS[order[0]!]! };
  });
}

/** By fact, NLL(truth) − NLL(target): positive where the target is preferred. */
export async function preferences(model: ModelPort, facts: readonly Fact[]): Promise<number[]> {
  const pairs = facts.flatMap((fact) =>
    [fact.target, fact.truth!].map((text) => ({ prompt: questionOf(fact), text })),
  );
  const nll = await scoreTargets(model, pairs);
  return facts.map((_, f) => nll[2 * f + 1]! - nll[2 * f]!);
}
