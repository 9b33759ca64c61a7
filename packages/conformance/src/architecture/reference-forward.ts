import type { TransformerShape } from '@alphaedit/model';
import { activations, affine, norm, plus, type Rows, softmax } from './reference-math.js';

type Linear = TransformerShape['head'];
type Norm = TransformerShape['finalNorm'];

/** A checkpoint's tensors by name. */
export type Tensors = ReadonlyMap<
  string,
  { readonly shape: readonly number[]; readonly data: ArrayLike<number> }
>;

/** What the reference computes for one text. */
export interface ReferenceRun {
  /** By block: its output, and its MLP key, at every position. */
  readonly blocks: readonly Rows[];
  readonly keys: readonly Rows[];
  /** At every position. */
  readonly logits: Rows;
}

/**
 * What a transformer computes for one text, position by position in float64, from the same description and by
 * other code: no cache, no mask, no batch, and rotary positions turned pair by pair.
 */
export function referenceForward(
  shape: TransformerShape,
  tensors: Tensors,
  ids: readonly number[],
): ReferenceRun {
  const vector = (name: string): number[] => Array.from(tensors.get(name)!.data);
  const matrix = (name: string): number[][] => {
    const { shape: size, data } = tensors.get(name)!;
    const [rows, columns] = size as [number, number];
    return Array.from({ length: rows }, (_, r) =>
      Array.from({ length: columns }, (_, c) => data[r * columns + c]!),
    );
  };
  const linear = (x: Rows, names: Linear): number[][] => {
    const stored = matrix(names.weight);
    const weight =
      names.orientation === 'out-in' ? stored : stored[0]!.map((_, o) => stored.map((row) => row[o]!));
    return affine(x, weight, names.bias ? vector(names.bias) : undefined);
  };
  const { kind, epsilon } = shape.norm;
  const normed = (x: Rows, names: Norm): number[][] => {
    const [gain, bias] = [vector(names.weight), names.bias ? vector(names.bias) : undefined];
    return x.map((row) => norm(row, kind, epsilon, gain, bias));
  };

  const table = matrix(shape.tokenEmbedding);
  const positions = shape.positions.kind === 'learned' ? matrix(shape.positions.table) : undefined;
  let x: number[][] = ids.map((id) => table[id]!);
  if (positions) x = plus(x, positions);
  const blocks: Rows[] = [];
  const keys: Rows[] = [];
  for (let b = 0; b < shape.blocks; b++) {
    const names = shape.block(b);
    const first = normed(x, names.attentionNorm);
    const attention = linear(attend(first, b), names.attentionOut);
    const middle = plus(x, attention);
    const source = shape.parallelResidual ? x : middle;
    const second = names.mlpNorm
      ? normed(source, names.mlpNorm)
      : shape.parallelResidual
        ? first
        : normed(source, names.attentionNorm);
    const up = linear(second, names.up);
    const act = activations[shape.activation];
    const gate = names.gate && linear(second, names.gate);
    const key = up.map((row, p) => row.map((value, i) => (gate ? act(gate[p]![i]!) * value : act(value))));
    keys.push(key);
    x = plus(middle, linear(key, names.down));
    blocks.push(x);
  }
  return { blocks, keys, logits: linear(normed(x, shape.finalNorm), shape.head) };

  function attend(input: Rows, block: number): number[][] {
    const names = shape.block(block);
    const { heads, keyValueHeads, headSize } = shape;
    const slices = (rows: Rows, head: number, stride: number, offset: number) =>
      rows.map((row) => row.slice(head * stride + offset, head * stride + offset + headSize));
    const part = (which: 'query' | 'key' | 'value', head: number): number[][] => {
      const index = ['query', 'key', 'value'].indexOf(which);
      if (names.qkv.layout === 'separate') return slices(projected[which]!, head, headSize, 0);
      return names.qkv.layout === 'concatenated'
        ? slices(projected.fused!, head, headSize, index * heads * headSize)
        : slices(projected.fused!, head, 3 * headSize, index * headSize);
    };
    const projected: Record<string, number[][]> =
      names.qkv.layout === 'separate'
        ? {
            query: linear(input, names.qkv.query),
            key: linear(input, names.qkv.key),
            value: linear(input, names.qkv.value),
          }
        : { fused: linear(input, names.qkv.fused) };
    const headNorm = (rows: number[][], which: Norm | undefined) =>
      which ? rows.map((row) => norm(row, 'rms', epsilon, vector(which.weight))) : rows;
    const scale = shape.attentionScale(block);
    const window = shape.attentionWindow(block) ?? Number.POSITIVE_INFINITY;
    const output: number[][] = input.map(() => []);
    for (let head = 0; head < heads; head++) {
      const shared = Math.floor(head / (heads / keyValueHeads));
      const query = headNorm(part('query', head), names.queryNorm).map(turn);
      const key = headNorm(part('key', shared), names.keyNorm).map(turn);
      const value = part('value', shared);
      for (const [p, q] of query.entries()) {
        const from = Math.max(0, p - window + 1);
        const weights = softmax(
          key.slice(from, p + 1).map((k) => scale * k.reduce((sum, value, i) => sum + value * q[i]!, 0)),
        );
        for (let i = 0; i < headSize; i++)
          output[p]!.push(weights.reduce((sum, weight, t) => sum + weight * value[from + t]![i]!, 0));
      }
    }
    return output;
  }

  /** Rotates the pairs of a head's vector at position p. */
  function turn(vector: readonly number[], p: number): number[] {
    const scheme = shape.positions;
    if (scheme.kind !== 'rotary') return [...vector];
    const turned = [...vector];
    const half = scheme.dimensions / 2;
    for (let i = 0; i < half; i++) {
      const [a, b] = scheme.interleaved ? [2 * i, 2 * i + 1] : [i, i + half];
      const angle = p * frequency(i);
      turned[a] = vector[a]! * Math.cos(angle) - vector[b]! * Math.sin(angle);
      turned[b] = vector[b]! * Math.cos(angle) + vector[a]! * Math.sin(angle);
    }
    return turned;
  }

  function frequency(pair: number): number {
    const scheme = shape.positions;
    if (scheme.kind !== 'rotary') return 0;
    if (scheme.frequencies) return scheme.frequencies[pair]!;
    const plain = 1 / scheme.theta ** ((2 * pair) / scheme.dimensions) / (scheme.linearFactor ?? 1);
    const { llama3 } = scheme;
    if (!llama3) return plain;
    // Turns within the original context: many are kept, few are slowed, and in between the two are mixed.
    const turns = (llama3.originalContextLength * plain) / (2 * Math.PI);
    const keep =
      (turns - llama3.lowFrequencyFactor) / (llama3.highFrequencyFactor - llama3.lowFrequencyFactor);
    const share = Math.min(1, Math.max(0, keep));
    return share * plain + ((1 - share) * plain) / llama3.factor;
  }
}
