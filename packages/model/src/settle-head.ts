import type { Warning } from '@alphaedit/spec';
import type { StoredTensor, TensorSource } from './tensor-source.js';
import type { TransformerShape } from './transformer-shape.js';

/** Elements compared at a time. */
const PIECE = 2 ** 22;

/**
 * Decides between the token embedding and an output head that is stored although the config ties the two: where they
 * differ, the stored head is the one that was trained, and is used, as `transformers` does from version 5 on.
 */
export async function settleHead(
  shape: TransformerShape,
  tensors: TensorSource,
): Promise<{ readonly shape: TransformerShape; readonly warnings: readonly Warning[] }> {
  const { storedHead, tokenEmbedding } = shape;
  const both = shape.tiedHead && storedHead !== undefined && tensors.has(tokenEmbedding);
  if (!both || (await areEqual(tensors, storedHead, tokenEmbedding))) return { shape, warnings: [] };
  return {
    shape: { ...shape, tiedHead: false, head: { ...shape.head, weight: storedHead } },
    warnings: [
      {
        code: 'head-not-tied',
        message: `config.json ties the output head to "${tokenEmbedding}", but "${storedHead}" is stored and differs: the stored head is used.`,
        data: { head: storedHead, embedding: tokenEmbedding },
      },
    ],
  };
}

async function areEqual(tensors: TensorSource, a: string, b: string): Promise<boolean> {
  const size = tensors.shape(a).reduce((product, n) => product * n, 1);
  if (`${tensors.shape(a)}` !== `${tensors.shape(b)}`) return false;
  const stored = [tensors.stored?.(a), tensors.stored?.(b)];
  if (
    stored[0]?.dtype === stored[1]?.dtype &&
    stored.every((one): one is StoredTensor => one !== undefined)
  ) {
    for (let from = 0; from < size; from += PIECE) {
      const to = Math.min(size, from + PIECE);
      const [one, other] = await Promise.all(stored.map((tensor) => tensor.bytes(from, to)));
      if (!areSame(one!, other!)) return false;
    }
    return true;
  }
  const [one, other] = [await tensors.read(a), await tensors.read(b)];
  return one.every((value, i) => value === other[i]);
}

/** Whether two stretches of bytes are equal, four at a time. */
function areSame(a: Uint8Array, b: Uint8Array): boolean {
  const words = a.length >> 2;
  const [x, y] = [a, b].map(({ buffer, byteOffset }) => new Uint32Array(buffer, byteOffset, words)) as [
    Uint32Array,
    Uint32Array,
  ];
  for (let i = 0; i < words; i++) if (x[i] !== y[i]) return false;
  return a.subarray(4 * words).every((byte, i) => byte === b[4 * words + i]);
}
