import {
  batchOf,
  columnsOf,
  openRun,
  type Run,
  readAnswers,
  readDeltas,
  readRunFacts,
} from '@alphaedit/artifacts/node';
import type { Fact, WeightDelta } from '@alphaedit/spec';
import { supersededBy } from '@alphaedit/spec';
import type { FactAnswer } from '../../measure/fact-answers.js';

/** One fact of a run as the ledger has it. */
export interface ListedFact {
  /** From 1, in the order of the run. */
  readonly number: number;
  readonly id?: string;
  readonly subject: string;
  readonly prompt: string;
  readonly target: string;
  readonly truth?: string;
  /** From 1; absent while the batch is still to come. */
  readonly batch?: number;
  readonly state: 'applied' | 'undone' | 'waiting';
  /** What the edited model answers, if that was measured on the run as it stands. */
  readonly answer?: FactAnswer;
  /** Number of a later fact that gives the same question another answer. */
  readonly supersededBy?: number;
  /** p(target) its value was found to reach, before the weights were solved for; absent for an editor without values. */
  readonly targetProbability?: number;
  /** √Σ ‖rᵢ aᵢᵀ‖² over the weights: the size of what this fact added; absent where that cannot be told apart. */
  readonly deltaNorm?: number;
}

/** Every fact of a run, what became of it, and how much it changed. @throws {EditError} `no-run`, `run-broken` */
export async function listRun(directory: string): Promise<{ run: Run; facts: readonly ListedFact[] }> {
  const run = await openRun(directory);
  const facts = await readRunFacts(run);
  const answers = (await readAnswers(run))?.answers ?? [];
  const superseding = supersededBy(facts.slice(0, run.batches.at(-1)?.to ?? 0), {
    batchOf: batchOf(run),
    undone: run.undone,
  });
  const listed: ListedFact[] = [];
  for await (const { record, deltas } of readDeltas(run, { asMade: true })) {
    const count = record.to - record.from;
    const norms = factNorms(deltas, count, columnsOf(record));
    for (let i = 0; i < count; i++) {
      const number = record.from + i + 1;
      const value = record.values[i];
      listed.push({
        ...described(facts[number - 1]!, number),
        batch: record.batch,
        state: run.undone.has(number - 1) ? 'undone' : 'applied',
        ...(answers[number - 1] && { answer: answers[number - 1]! }),
        ...(superseding.has(number - 1) && { supersededBy: superseding.get(number - 1)! + 1 }),
        ...(value && { targetProbability: value.targetProbability }),
        ...(norms && { deltaNorm: norms[i]! }),
      });
    }
  }
  for (let number = listed.length + 1; number <= facts.length; number++) {
    listed.push({ ...described(facts[number - 1]!, number), state: 'waiting' });
  }
  return { run, facts: listed };
}

function described({ id, subject, prompt, target, truth }: Fact, number: number) {
  return {
    number,
    ...(id !== undefined && { id: String(id) }),
    subject,
    prompt,
    target,
    ...(truth !== undefined && { truth }),
  };
}

/** ‖r aᵀ‖ = ‖r‖ ‖a‖. */
function factNorms(deltas: readonly WeightDelta[], facts: number, columns: number): number[] | undefined {
  const squares = Array<number>(facts).fill(0);
  for (const delta of deltas) {
    if (delta.kind !== 'low-rank' || !delta.byFact || delta.right.cols !== columns) return undefined;
    const { left, right } = delta;
    for (let c = 0; c < facts; c++) {
      let l = 0;
      let r = 0;
      for (let i = c; i < left.data.length; i += columns) l += left.data[i]! ** 2;
      for (let i = c; i < right.data.length; i += columns) r += right.data[i]! ** 2;
      squares[c]! += l * r;
    }
  }
  return squares.map(Math.sqrt);
}
