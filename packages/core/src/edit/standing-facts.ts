import { columns, concatFactors, scale } from '@alphaedit/linalg';
import type { Fact, LowRankDelta, Matrix, WeightDelta } from '@alphaedit/spec';
import { questionKey, supersededBy } from '@alphaedit/spec';

/** What becomes of a fact that a later batch asks again: its change makes room, or stays beside the new one. */
export type Repeated = 'replace' | 'keep';

/** Facts edited before a run goes on. */
export interface EarlierFacts {
  /** How many. */
  readonly count: number;
  batchOf(fact: number): number;
  /** Those taken out, counted from 0. */
  readonly undone?: ReadonlySet<number>;
  /**
   * What some of them added to the weights, by weight, a column for each in their order; nothing where the editor does
   * not keep its facts apart.
   */
  changeOf?(facts: readonly number[]): Promise<readonly LowRankDelta[] | undefined>;
}

/** Edits before the run whose facts the editor's memory holds first. */
export interface EarlierEdits {
  readonly facts: readonly Fact[];
  /** Those that no longer count, counted from 0. */
  readonly takenOut: ReadonlySet<number>;
}

/** Facts that a batch supersedes, and what takes their change out of the weights. */
export interface Removal {
  /** Counted from 0, ascending. */
  readonly facts: readonly number[];
  /** −Σ leftᵢ rightᵢᵀ, by weight, a column for each fact. */
  readonly deltas: readonly LowRankDelta[];
}

const NOTHING: Removal = { facts: [], deltas: [] };

/**
 * Which facts of a run stand: a fact that a later batch asks again no longer counts, its key leaves the memory of the
 * editor, and its change leaves the weights where it can be told apart. The model then meets the new answer as if it had
 * never been taught the old one, however often a fact is revised.
 */
export class StandingFacts {
  /** What each fact of the run asks. */
  readonly #questions: readonly string[];
  readonly #earlier: EarlierFacts;
  readonly #replaces: boolean;
  readonly #takenOut: Set<number>;
  /** Facts of earlier batches that stand, by question. */
  readonly #standing = new Map<string, number[]>();
  /** Place of the last fact that asks a question. */
  readonly #last = new Map<string, number>();
  /** Facts before the run that stand, by question. */
  readonly #history = new Map<string, number>();
  /** How many they are: the editor counts the facts of the run after them. */
  readonly #before: number;
  readonly #gone: Set<number>;
  /** What facts added that are asked again later. */
  readonly #changes = new Map<number, readonly LowRankDelta[]>();

  constructor(
    facts: readonly Fact[],
    earlier: EarlierFacts,
    repeated: Repeated,
    history: EarlierEdits = { facts: [], takenOut: new Set() },
  ) {
    this.#before = history.facts.length;
    this.#gone = new Set(history.takenOut);
    for (const [i, fact] of history.facts.entries()) {
      if (!this.#gone.has(i)) this.#history.set(questionKey(fact), i);
    }
    this.#questions = facts.map(questionKey);
    this.#earlier = earlier;
    this.#replaces = repeated === 'replace';
    const { count, undone = new Set() } = earlier;
    const before = facts.slice(0, count);
    const superseded = this.#replaces ? supersededBy(before, earlier) : new Map<number, number>();
    this.#takenOut = new Set([...undone, ...superseded.keys()]);
    for (const i of before.keys()) if (!this.#takenOut.has(i)) this.#stands(i);
    if (this.#replaces) for (const question of this.#standing.keys()) this.#leavesHistory(question);
    for (const [i, question] of this.#questions.entries()) this.#last.set(question, i);
  }

  /**
   * Facts of the batches so far, and of those that this batch supersedes, that no longer count; counted as the editor
   * counts them, those before the run first.
   */
  get takenOut(): ReadonlySet<number> {
    return new Set([...this.#gone, ...[...this.#takenOut].map((fact) => this.#before + fact)]);
  }

  /** What the facts of a batch supersede. */
  async supersede(from: number, to: number): Promise<Removal> {
    if (!this.#replaces) return NOTHING;
    const questions = new Set(this.#questions.slice(from, to));
    const facts = [...questions].flatMap((question) => this.#standing.get(question) ?? []);
    for (const question of questions) {
      this.#standing.delete(question);
      this.#leavesHistory(question);
    }
    for (const fact of facts) this.#takenOut.add(fact);
    if (facts.length === 0) return NOTHING;
    facts.sort((a, b) => a - b);
    return (await this.#removalOf(facts)) ?? NOTHING;
  }

  /** Notes what the facts of a batch added, once it is edited. */
  edited(from: number, to: number, deltas: readonly WeightDelta[]): void {
    for (let i = from; i < to; i++) {
      this.#stands(i);
      const askedAgain = this.#last.get(this.#questions[i]!)! >= to;
      const change = this.#replaces && askedAgain ? columnOf(deltas, i - from) : undefined;
      if (change) this.#changes.set(i, change);
    }
  }

  /** A fact before the run that is asked again leaves the memory; its change stays, and the new one is measured on top. */
  #leavesHistory(question: string): void {
    const fact = this.#history.get(question);
    if (fact !== undefined) this.#gone.add(fact);
  }

  #stands(fact: number): void {
    const question = this.#questions[fact]!;
    this.#standing.set(question, [...(this.#standing.get(question) ?? []), fact]);
  }

  async #removalOf(facts: readonly number[]): Promise<Removal | undefined> {
    const { count, changeOf } = this.#earlier;
    const before = facts.filter((fact) => fact < count);
    const found = before.length === 0 ? [] : await changeOf?.(before);
    if (found === undefined) return undefined;
    const parts: (readonly LowRankDelta[])[] = before.length === 0 ? [] : [found];
    for (const fact of facts.filter((one) => one >= count)) {
      const change = this.#changes.get(fact);
      if (!change) return undefined;
      this.#changes.delete(fact);
      parts.push(change);
    }
    const [first, ...rest] = parts;
    const deltas = first!.map((delta) => {
      const same = [
        delta,
        ...rest.map((part) => part.find(({ parameter }) => parameter === delta.parameter)),
      ];
      const { left, right } = concatFactors(same.filter((one) => one !== undefined));
      return { ...delta, left: scale(left, -1), right };
    });
    return deltas.every(({ right }) => right.cols === facts.length) ? { facts, deltas } : undefined;
  }
}

/** What one fact of a batch added; nothing where its change cannot be told apart. */
function columnOf(deltas: readonly WeightDelta[], fact: number): LowRankDelta[] | undefined {
  const found: LowRankDelta[] = [];
  for (const delta of deltas) {
    if (delta.kind !== 'low-rank' || !delta.byFact) return undefined;
    const column = (m: Matrix) => columns(m, fact, fact + 1);
    found.push({ ...delta, left: column(delta.left), right: column(delta.right) });
  }
  return found;
}

/** The change of a batch and what it takes out, one after the other in the columns of each weight. */
export function withRemoval(deltas: readonly WeightDelta[], removal: Removal): readonly WeightDelta[] {
  const left = new Map(removal.deltas.map((delta) => [delta.parameter, delta]));
  const joined = deltas.map((delta) => {
    const out = left.get(delta.parameter);
    if (!out || delta.kind !== 'low-rank' || !delta.byFact) return delta;
    left.delete(delta.parameter);
    return { ...delta, ...concatFactors([delta, out]) };
  });
  return [...joined, ...left.values()];
}
