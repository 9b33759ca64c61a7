import { type Fact, type LinearAlgebra, sameAnswer } from '@alphaedit/spec';
import type { EditPack } from '../edit-pack.js';
import { separable, withoutFacts } from '../without-facts.js';
import { assertSameBase, type NamedPack } from './assert-same-base.js';
import { type ChangeDistance, changeDistances } from './change-distances.js';
import { type Asked, factsByQuestion } from './facts-by-question.js';
import { packBatches } from './pack-batches.js';

/** A fact of a pack. */
export interface PackFact {
  /** Place in the pack, from 1. */
  readonly number: number;
  readonly id?: string;
  readonly subject: string;
  readonly prompt: string;
  readonly target: string;
}

/** A question that both packs answer. */
export interface SharedQuestion {
  readonly first: PackFact;
  readonly second: PackFact;
  /** Whether it changes the weights alike, to the bit; absent where a pack does not keep its change by fact. */
  readonly alike?: boolean;
}

/** What two packs of one model have in common, and what not. */
export interface PackDiff {
  readonly model: EditPack['model'];
  readonly first: Pick<EditPack, 'editor' | 'factCount'>;
  readonly second: Pick<EditPack, 'editor' | 'factCount'>;
  /** Absent unless both packs hold their facts. A pack that revises a fact of its own counts with its last answer. */
  readonly facts?: {
    readonly onlyFirst: readonly PackFact[];
    readonly onlySecond: readonly PackFact[];
    /** Same question, same answer. */
    readonly same: readonly SharedQuestion[];
    /** Same question, another answer. */
    readonly other: readonly SharedQuestion[];
  };
  readonly weights: readonly ChangeDistance[];
}

/**
 * How two packs of the same model differ: in their facts, where both hold them, and in how much they change each weight.
 *
 * @throws {EditError} `packs-of-different-models`
 */
export async function diffPacks(
  first: NamedPack,
  second: NamedPack,
  linalg: Pick<LinearAlgebra, 'matmul'>,
): Promise<PackDiff> {
  assertSameBase([first, second]);
  const [a, b] = [first.pack, second.pack];
  const about = ({ editor, factCount }: EditPack) => ({ editor, factCount });
  return {
    model: a.model,
    first: about(a),
    second: about(b),
    ...(a.facts && b.facts && { facts: factDiff(a, a.facts, b, b.facts) }),
    weights: await changeDistances(linalg, a.deltas, b.deltas),
  };
}

function factDiff(
  a: EditPack,
  aFacts: readonly Fact[],
  b: EditPack,
  bFacts: readonly Fact[],
): PackDiff['facts'] {
  const [inA, inB] = [factsByQuestion(aFacts), factsByQuestion(bFacts)];
  const [columnsA, columnsB] = [columnsByFact(a), columnsByFact(b)];
  const only = (mine: ReadonlyMap<string, Asked>, theirs: ReadonlyMap<string, Asked>) =>
    [...mine].filter(([key]) => !theirs.has(key)).map(([, asked]) => packFact(asked));
  const shared = [...inA].flatMap(([key, mine]) => {
    const theirs = inB.get(key);
    if (!theirs) return [];
    const [x, y] = [columnsA?.[mine.places.at(-1)!], columnsB?.[theirs.places.at(-1)!]];
    const pair: SharedQuestion = {
      first: packFact(mine),
      second: packFact(theirs),
      ...(x !== undefined && y !== undefined && { alike: sameColumns(x, y) }),
    };
    return [{ pair, same: sameAnswer(mine.fact, theirs.fact) }];
  });
  return {
    onlyFirst: only(inA, inB),
    onlySecond: only(inB, inA),
    same: shared.filter(({ same }) => same).map(({ pair }) => pair),
    other: shared.filter(({ same }) => !same).map(({ pair }) => pair),
  };
}

/** A question of a pack as its last fact there asks and answers it. */
export function packFact({ places, fact }: Asked): PackFact {
  const { id, subject, prompt, target } = fact;
  return { number: places.at(-1)! + 1, ...(id !== undefined && { id: String(id) }), subject, prompt, target };
}

type Column = ReturnType<typeof withoutFacts>;

/** What each fact of a pack adds; nothing where that cannot be told apart. */
function columnsByFact(pack: EditPack): readonly Column[] | undefined {
  const batches = packBatches(pack);
  if (!batches.every(({ facts, deltas }) => separable(deltas, facts))) return undefined;
  return batches.flatMap(({ facts, deltas }) =>
    Array.from({ length: facts }, (_, fact) => {
      const others = Array.from({ length: facts }, (_, i) => i).filter((i) => i !== fact);
      return withoutFacts(deltas, facts, new Set(others));
    }),
  );
}

function sameColumns(a: Column, b: Column): boolean {
  return (
    a.length === b.length &&
    a.every((x, i) => {
      const y = b[i]!;
      if (x.kind === 'dense' || y.kind === 'dense' || x.parameter !== y.parameter) return false;
      const same = (p: ArrayLike<number>, q: ArrayLike<number>) =>
        p.length === q.length && Array.prototype.every.call(p, (value, j) => Object.is(value, q[j]));
      return same(x.left.data, y.left.data) && same(x.right.data, y.right.data);
    })
  );
}
