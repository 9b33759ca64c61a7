import type { Fact, Matrix, ModelPort } from '@alphaedit/spec';
import { promptInContext, promptPieces } from '@alphaedit/spec';
import * as tf from '@tensorflow/tfjs-core';

/** What a block sees and says at the subjects' last tokens, as columns. */
export interface SubjectStates {
  /** K [keySize, facts]: ½ plain prompt + ½ mean of the other templates. */
  readonly keys: Matrix<Float64Array>;
  /** Output of the block at the plain prompts, [hiddenSize, facts]. */
  readonly outputs: Matrix<Float64Array>;
}

/** The states written down the plainest way: a row at a time, nothing shared, the whole prompt run. */
export async function subjectStates(
  model: ModelPort,
  facts: readonly Fact[],
  templates: readonly string[],
  block: number,
): Promise<SubjectStates> {
  const { keySize, hiddenSize } = model.info;
  const keys = new Float64Array(keySize * facts.length);
  const outputs = new Float64Array(hiddenSize * facts.length);
  for (const [f, fact] of facts.entries()) {
    for (const [t, template] of templates.entries()) {
      const { key, output } = await stateOf(model, fact, template, block);
      const share = templates.length === 1 ? 1 : t === 0 ? 0.5 : 0.5 / (templates.length - 1);
      for (let i = 0; i < keySize; i++) keys[i * facts.length + f]! += share * key[i]!;
      if (t === 0) for (let i = 0; i < hiddenSize; i++) outputs[i * facts.length + f] = output[i]!;
    }
  }
  return {
    keys: { rows: keySize, cols: facts.length, data: keys },
    outputs: { rows: hiddenSize, cols: facts.length, data: outputs },
  };
}

async function stateOf(model: ModelPort, fact: Fact, template: string, block: number) {
  const { tokenizer } = model;
  const pieces = promptPieces(promptInContext(template, fact.prompt));
  const ids = tokenizer.encode(pieces.join(fact.subject));
  const before = pieces[0]! + fact.subject;
  const lookup = tokenizer.encode(before).length - 1;
  const layout = model.layout([ids.length]);
  let key: tf.Tensor | undefined;
  const output = tf.tidy(() => {
    const at = (value: tf.Tensor3D) => tf.reshape(tf.slice(value, [0, lookup, 0], [1, 1, -1]), [-1]);
    const tap = (value: tf.Tensor3D) => {
      key = tf.keep(at(value));
    };
    const taps = [{ site: 'mlpKey', block, tap }] as const;
    return at(model.forward(model.embed([ids], layout), { layout, to: block + 1, taps }));
  });
  layout.dispose();
  const state = { key: await key!.data(), output: await output.data() };
  tf.dispose([key!, output]);
  return state;
}
