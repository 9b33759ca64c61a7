import { lookupIndex } from '@alphaedit/editors';
import type { Fact, Matrix, ModelPort } from '@alphaedit/spec';
import { askedPrompt, questionOf } from '@alphaedit/spec';
import * as tf from '@tensorflow/tfjs-core';

/** MLP keys of facts at their subject's last token in the plain prompt, [keySize, facts] by layer. */
export async function subjectKeys(
  model: ModelPort,
  facts: readonly Fact[],
  layers: readonly number[],
): Promise<ReadonlyMap<number, Matrix<Float64Array>>> {
  const { keySize } = model.info;
  const keys = new Map(
    layers.map((layer) => [
      layer,
      { rows: keySize, cols: facts.length, data: new Float64Array(keySize * facts.length) },
    ]),
  );
  for (const [f, fact] of facts.entries()) {
    const ids = model.tokenizer.encode(askedPrompt(model.tokenizer, questionOf(fact)));
    const at = lookupIndex(model.tokenizer, fact.prompt, fact.subject);
    const layout = model.layout([ids.length]);
    const taken = new Map<number, tf.Tensor>();
    tf.tidy(() => {
      const taps = layers.map((block) => ({
        site: 'mlpKey' as const,
        block,
        tap: (value: tf.Tensor3D) => {
          taken.set(block, tf.keep(tf.reshape(tf.slice(value, [0, at, 0], [1, 1, -1]), [-1])));
        },
      }));
      model.forward(model.embed([ids], layout), { layout, to: Math.max(...layers) + 1, taps });
    });
    layout.dispose();
    for (const [layer, tensor] of taken) {
      const values = await tensor.data();
      tensor.dispose();
      const { data } = keys.get(layer)!;
      for (let i = 0; i < keySize; i++) data[i * facts.length + f] = values[i]!;
    }
  }
  return keys;
}
