/**
 * Batched scoring against the plain way (every answer a row of its own, logits at every position), on one
 * checkpoint and facts file: `npm run pnpm -- --filter @alphaedit/eval bench MODEL FACTS [N]`. Ratios of one run on one
 * machine; both ways give the same losses, which is checked.
 */
import { startEngine } from '@alphaedit/engine/node';
import { loadModel } from '@alphaedit/model/node';
import type { ModelPort } from '@alphaedit/spec';
import { questionOf } from '@alphaedit/spec';
import * as tf from '@tensorflow/tfjs-core';
import { readFactsFile } from '../src/node/read-facts-file.js';
import { answerRow, type Question } from '../src/scoring/answer-row.js';
import { scoreAnswers } from '../src/scoring/score-answers.js';

const [directory, file, count = '50'] = process.argv.slice(2);
if (!directory || !file) throw new Error('usage: bench MODEL FACTS [N]');

const engine = await startEngine();
const model = await loadModel(directory);
const { facts } = await readFactsFile(file, { limit: Number(count), onBadRecord: 'skip' });
const questions = facts.flatMap(({ prompt, subject, target, truth, paraphrases = [], neighbors = [] }) => {
  const prompts = [questionOf({ prompt, subject }), ...paraphrases, ...neighbors.map((one) => one.prompt)];
  const answers = truth === undefined ? [target] : [target, truth];
  return prompts.flatMap((asked) => answers.map((answer) => ({ prompt: asked, answer })));
});

/** One question at a time: a forward pass and the logits of all its positions. */
async function plain(of: ModelPort, { prompt, answer }: Question): Promise<number> {
  const { ids, first, targets } = answerRow(of.tokenizer, { prompt, answer });
  const layout = of.layout([ids.length]);
  const loss = tf.tidy(() => {
    const states = of.forward(of.embed([ids], layout), { layout });
    const logits = of.logits(tf.reshape(states, [ids.length, of.info.hiddenSize]));
    const entries = targets.map((token, j) => (first + j) * of.info.vocabularySize + token);
    const log = tf.reshape(tf.logSoftmax(logits), [-1]);
    return tf.neg(tf.mean(tf.gather(log, tf.tensor1d(entries, 'int32'))));
  });
  layout.dispose();
  const [value] = await loss.data();
  loss.dispose();
  return value!;
}

const timed = async <T>(work: () => Promise<T>): Promise<{ seconds: number; cpu: number; result: T }> => {
  const [started, used] = [performance.now(), process.cpuUsage()];
  const result = await work();
  const { user, system } = process.cpuUsage(used);
  return { seconds: (performance.now() - started) / 1000, cpu: (user + system) / 1e6, result };
};

await scoreAnswers(model, questions.slice(0, 4)); // warm up
await plain(model, questions[0]!);
const batched = await timed(() => scoreAnswers(model, questions));
const single = await timed(async () => {
  const losses: number[] = [];
  for (const question of questions) losses.push(await plain(model, question));
  return losses;
});
const gap = Math.max(...single.result.map((loss, i) => Math.abs(loss - batched.result[i]!.nll)));
console.log(
  JSON.stringify(
    {
      engine: engine.id,
      questions: questions.length,
      batchedSeconds: batched.seconds,
      plainSeconds: single.seconds,
      ratio: single.seconds / batched.seconds,
      cpuRatio: single.cpu / batched.cpu,
      largestGap: gap,
    },
    undefined,
    2,
  ),
);
