import type { Fact } from '../fact.js';
import type { Finding } from './fact-problem.js';
import { quoted } from './quoted.js';
import { questionKey, sameAnswer } from './same-question.js';

/** Facts that were accepted, to hold later ones against. */
export interface Clashes {
  /** What is wrong with a fact beside those accepted. */
  find(fact: Fact): Finding[];
  accept(fact: Fact, name: string, index: number): void;
  /** Notes a fact that was edited before. */
  earlier(fact: Fact, index: number): void;
}

interface Accepted {
  readonly fact: Fact;
  readonly name: string;
  readonly index: number;
  readonly batch: number;
}

/** What facts may do. */
export interface ClashOptions {
  readonly batchSize?: number;
  readonly repeated?: 'replace' | 'keep' | 'refuse';
}

/** Keeps track of who was asked what, in batches of so many facts. */
export function clashes({ batchSize = Number.POSITIVE_INFINITY, repeated }: ClashOptions = {}): Clashes {
  const byId = new Map<string, Accepted>();
  const byQuestion = new Map<string, Accepted>();
  let accepted = 0;
  const batch = () => Math.floor(accepted / batchSize);
  return {
    find(fact) {
      const namesake = fact.id === undefined ? undefined : byId.get(fact.id);
      const earlier = byQuestion.get(questionKey(fact));
      return [
        ...(namesake ? [repeatedId(fact, namesake)] : []),
        ...(earlier ? [askedAgain(fact, earlier, { sameBatch: earlier.batch === batch(), repeated })] : []),
      ];
    },
    accept(fact, name, index) {
      const entry = { fact, name, index, batch: batch() };
      if (fact.id !== undefined) byId.set(fact.id, entry);
      byQuestion.set(questionKey(fact), entry);
      accepted++;
    },
    earlier(fact, index) {
      const entry = { fact, name: `fact #${index + 1} of the run`, index, batch: -1 };
      if (fact.id !== undefined) byId.set(fact.id, entry);
      byQuestion.set(questionKey(fact), entry);
    },
  };
}

const repeatedId = ({ id }: Fact, { name, index }: Accepted): Finding => ({
  severity: 'error',
  code: 'id-repeated',
  message: `the id ${quoted(id!)} is taken by ${name}`,
  hint: 'Give every fact an id of its own, or none: facts are undone by it.',
  field: 'id',
  data: { other: index },
});

function askedAgain(
  fact: Fact,
  earlier: Accepted,
  { sameBatch, repeated }: { readonly sameBatch: boolean; readonly repeated?: string },
): Finding {
  const rest = { field: 'target', data: { other: earlier.index } };
  if (repeated === 'refuse') {
    return {
      severity: 'error',
      code: 'fact-asked-again',
      message: `${earlier.name} asks the same`,
      hint: "Keep one of them; `repeated: 'replace'` lets the later one stand in the place of the earlier one.",
      ...rest,
    };
  }
  if (sameAnswer(fact, earlier.fact)) {
    return {
      severity: 'warning',
      code: 'fact-repeated',
      message: `it asks and answers the same as ${earlier.name}`,
      hint: 'Leave one of them out.',
      ...rest,
    };
  }
  const both = `${earlier.name} asks the same and answers ${quoted(earlier.fact.target)}, not ${quoted(fact.target)}`;
  if (!sameBatch) {
    const hint = 'Leave the earlier one out unless you mean to revise it.';
    return {
      severity: 'warning',
      code: 'fact-superseded',
      message: `it revises an earlier fact: ${both}`,
      hint,
      ...rest,
    };
  }
  return {
    severity: 'error',
    code: 'facts-contradict',
    message: `${both}: one batch cannot hold both`,
    hint: 'Keep one of them; to revise a fact, put the later answer into a later batch (a smaller batchSize).',
    ...rest,
  };
}
