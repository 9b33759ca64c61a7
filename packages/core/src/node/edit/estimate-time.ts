import { matmulRate } from '@alphaedit/engine/node';
import type { EditSettings, Fact, ModelInfo, TokenizerPort } from '@alphaedit/spec';
import { questionOf } from '@alphaedit/spec';

/** What an edit would compute, and how long that takes at the rate of this machine. */
export interface TimeEstimate {
  /** Floating-point operations with a value search that uses all its steps. */
  readonly operations: number;
  /** 10⁹ operations a second in a large matrix product, measured just now on the engine that is started. */
  readonly gflops: number;
  /** Their quotient: facts that converge early need less, small models do not reach that rate. */
  readonly seconds: number;
}

/** What the number of operations depends on. */
export interface TimeQuestion {
  readonly info: Pick<ModelInfo, 'blocks' | 'hiddenSize' | 'vocabularySize' | 'parameters'>;
  readonly tokenizer: Pick<TokenizerPort, 'encode'>;
  readonly settings: Pick<EditSettings, 'layers' | 'zSteps' | 'zLossLayer'>;
  readonly facts: readonly Fact[];
  /** Contexts, where they are given; six of ten tokens are sampled otherwise. */
  readonly templates?: readonly string[];
}

/** Contexts that are sampled, beside `{}`, and their tokens. */
const SAMPLED = { count: 5, tokens: 10 };
/** Facts whose tokens are counted; the others are taken to have as many. */
const COUNTED = 200;
/** Tokens generated after a fact's prompt when the model is asked. */
const ANSWER = 8;

/** How long an edit takes, from operations and a product measured on the engine that is started. */
export function estimateTime(question: TimeQuestion): TimeEstimate {
  const operations = editOperations(question);
  const gflops = matmulRate();
  return { operations, gflops, seconds: operations / (1e9 * gflops) };
}

/**
 * Operations of the value search, the keys and the questions before and after. A token takes 2 operations per weight of a
 * block, going back twice that; of the blocks only those from the value to the loss are run in every step. Solving is
 * left out: it takes O(d n²) for n facts.
 */
export function editOperations({ info, tokenizer, settings, facts, templates }: TimeQuestion): number {
  const { blocks, hiddenSize, vocabularySize, parameters } = info;
  const head = 2 * hiddenSize * vocabularySize;
  const block = (2 * Math.max(0, parameters - hiddenSize * vocabularySize)) / blocks;
  const { layers, zSteps, zLossLayer } = settings;
  const last = layers.at(-1) ?? 0;
  const count = (text: string) => tokenizer.encode(text).length;
  const around = templates?.map(count) ?? [0, ...Array<number>(SAMPLED.count).fill(SAMPLED.tokens)];
  const context = around.reduce((sum, tokens) => sum + tokens, 0);

  const counted = facts.slice(0, COUNTED);
  let operations = 0;
  for (const fact of counted) {
    const [prompt, target] = [count(questionOf(fact)), count(fact.target)];
    const tokens = context + around.length * (prompt + target) + count(fact.subject);
    const reads = around.length * target + 1;
    const once = tokens * block * (last + 1);
    const step = 3 * (tokens * block * (zLossLayer - last) + reads * head);
    const keys = layers.reduce((sum, layer) => sum + tokens * block * (layer + 1), 0);
    const asked = (2 * prompt + target + ANSWER) * (block * blocks) + (target + ANSWER) * head;
    operations += once + zSteps * step + keys + asked;
  }
  return (operations * facts.length) / Math.max(1, counted.length);
}
