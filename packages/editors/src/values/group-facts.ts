import type { EditSettings, ModelInfo } from '@alphaedit/spec';
import type { FactRows } from './value-problem.js';

/** Memory the stepped part of one group of facts may take on the device. */
const GROUP_BYTES = 1.5 * 2 ** 30;
/** A group ends where the next fact's suffix is this many times longer than its first's … */
const LONGEST_TO_SHORTEST = 1.5;
/** … unless it is smaller than this: tiny groups spend their time on the overhead of operations. */
const SMALLEST_GROUP = 4;

/** Tokens from the subject's last one to the end: what is stepped, at every iteration. */
const suffixLength = ({ rows }: FactRows) => Math.max(...rows.map((row) => row.ids.length - row.lookup));

/**
 * Facts by index in groups that are optimised together: sorted by the length of what is stepped, so that
 * little of a padded grid is padding, and small enough for the tape to fit in memory.
 */
export function groupFacts(facts: readonly FactRows[], info: ModelInfo, settings: EditSettings): number[][] {
  const lengths = facts.map(suffixLength);
  const order = facts.map((_, f) => f).sort((a, b) => lengths[a]! - lengths[b]! || a - b);
  const groups: number[][] = [];
  for (const f of order) {
    const group = groups.at(-1);
    const near = group && lengths[f]! <= LONGEST_TO_SHORTEST * lengths[group[0]!]!;
    // Sorted: the newcomer has the longest suffix, and sets the length of every row.
    const fits =
      group && (group.length + 1) * factBytes(facts[f]!, lengths[f]!, info, settings) <= GROUP_BYTES;
    if (group && fits && (near || group.length < SMALLEST_GROUP)) group.push(f);
    else groups.push([f]);
  }
  return groups;
}

/** Bytes the tape keeps for a fact: activations of the stepped cells, cached prefixes, logits. */
function factBytes({ rows }: FactRows, suffix: number, info: ModelInfo, settings: EditSettings): number {
  const { hiddenSize, keySize, blocks, vocabularySize } = info;
  const stepped = blocks - 1 - settings.layers.at(-1)!;
  const length = Math.max(...rows.map((row) => row.ids.length));
  const cell = (12 * hiddenSize + 5 * keySize) * Math.max(stepped, 1) * 4;
  const prefix = 2 * hiddenSize * 4 * length * stepped;
  const logits = (rows[0]!.target.length * rows.length + 1) * vocabularySize * 4 * 4;
  return (rows.length + 1) * (suffix * cell + prefix) + logits;
}
