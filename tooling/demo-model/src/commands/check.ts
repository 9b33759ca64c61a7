import { readFileSync } from 'node:fs';
import type { Fact } from '@alphaedit/spec';
import { questionOf } from '@alphaedit/spec';
import * as tf from '@tensorflow/tfjs-core';
import { questions } from '../checks/questions.js';
import { type Question, recall, share } from '../checks/recall.js';
import { type TracedPrompt, trace } from '../checks/trace.js';
import { inModel } from '../files/paths.js';
import { decodeSafetensors } from '../files/safetensors.js';
import { SHAPE, WORLD_SEED } from '../recipe.js';
import { loadTokenizer } from '../training/load-tokenizer.js';
import { startTensorflow } from '../training/start-tensorflow.js';
import { makeWorld } from '../world/world.js';

const TRACED_FACTS = 120;

await startTensorflow();
const { encode, vocabSize } = loadTokenizer();
const shape = { ...SHAPE, vocabSize };
const weights = new Map(
  [...decodeSafetensors(readFileSync(process.argv[2] ?? inModel('model.safetensors')))].map(
    ([name, { shape, data }]) => [name, tf.tensor(data, [...shape])],
  ),
);
const weightOf = (name: string): tf.Tensor => weights.get(name)!;
const facts = readFileSync(inModel('facts.jsonl'), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Fact);
const world = makeWorld(WORLD_SEED);

const recallOf = (asked: readonly Question[]): number => share(recall(shape, weightOf, encode, asked));
const ask = (promptsOf: (fact: Fact) => readonly string[]): Question[] =>
  facts.flatMap((fact) => promptsOf(fact).map((prompt) => ({ prompt, answer: fact.truth! })));
const report = {
  recall: {
    prompt: recallOf(ask((fact) => [questionOf(fact)])),
    'seen phrasings': Array.from({ length: 9 }, (_, n) => recallOf(questions(world, n))),
    'held-out phrasing': recallOf(questions(world, 'heldOut')),
    'held-out after text': recallOf(ask((fact) => fact.paraphrases!.slice(0, 1))),
    neighbors: recallOf(
      facts.flatMap((fact) => fact.neighbors!.map(({ prompt, answer }) => ({ prompt, answer: answer! }))),
    ),
  },
  trace: trace(shape, weightOf, everyNth(facts, Math.floor(facts.length / TRACED_FACTS)).map(toTraced)),
};

if (process.argv.includes('--json')) console.log(JSON.stringify(report, null, 1));
else print();

function toTraced({ prompt, subject, truth }: Fact): TracedPrompt {
  const [before] = prompt.split('{}') as [string];
  const first = encode(before.trimEnd()).length;
  const last = encode(before + subject).length - 1;
  return {
    ids: encode(questionOf({ prompt, subject })),
    subject: [first, last],
    answer: encode(` ${truth}`)[0]!,
  };
}

function everyNth<T>(items: readonly T[], n: number): T[] {
  return items.filter((_, i) => i % n === 0);
}

function print(): void {
  const percent = (value: number): string => `${(100 * value).toFixed(1)} %`.padStart(8);
  for (const [name, value] of Object.entries(report.recall)) {
    console.log(name.padEnd(22), [value].flat().map(percent).join(' '));
  }
  const { clean, corrupted, atSubject, atEnd } = report.trace;
  console.log(`\nprobability of the answer ${percent(clean)}, subject under noise ${percent(corrupted)}`);
  console.log(
    'share restored by block'.padEnd(28),
    Array.from({ length: shape.blocks }, (_, i) => `${i}`.padStart(8)).join(' '),
  );
  for (const [where, effects] of Object.entries({ "subject's last": atSubject, "prompt's last": atEnd })) {
    for (const [state, shares] of Object.entries(effects)) {
      console.log(`${where} ${state}`.padEnd(28), shares.map(percent).join(' '));
    }
  }
}
