import { fileURLToPath } from 'node:url';
import { startEngine } from '@alphaedit/engine/node';
import { loadModel } from '@alphaedit/model/node';
import type { ModelPort } from '@alphaedit/spec';
import {
  defaultWindow,
  embeddingDeviation,
  PLAIN_KINDS,
  type TraceQuestion,
  traceCost,
  traceFact,
} from '../src/index.js';
import { publishedLoop } from './published-loop.js';

// node … bench/trace-cost.ts [MODEL PROMPT SUBJECT]
const [directory = fileURLToPath(new URL('../../../models/demo', import.meta.url)), ...asked] =
  process.argv.slice(2);
const [prompt = 'The country of {} is', subject = 'Varmere'] = asked;
const SAMPLES = 10;

const engine = await startEngine({});
const model = await loadModel(directory);
const question = { prompt: prompt.replace(subject, () => '{}'), subject };
const window = defaultWindow(model.info.blocks);
const corruption = { kind: 'gaussian', spread: 3 * (await embeddingDeviation(model)).value } as const;
const options = { corruption, samples: SAMPLES, seed: 0, window };

await traceFact(model, question, options); // warm
const ours = await timed(() => traceFact(model, question, options));
const published = await timed(() => publishedLoop(model, question, options));
const { tokens, subject: place, effects } = ours.result;
const flat = PLAIN_KINDS.flatMap((kind) =>
  tokens.flatMap((_, token) => effects[kind]!.map((row) => row[token]!)),
);
const gap = Math.max(...flat.map((effect, i) => Math.abs(effect - published.result.effects[i]!)));
const cost = traceCost({
  tokens: tokens.length,
  ...place,
  blocks: model.info.blocks,
  samples: SAMPLES,
  window,
});
const seconds = (value: number) => `${value.toFixed(2)} s`;
console.log(`${describe(model, question)}; ${engine.id}, ${SAMPLES} samples, window ${window}`);
console.log(
  `tokens through a block: ${cost.cells}, published loop ${cost.publishedCells}: ${cost.ratio.toFixed(1)} times`,
);
console.log(
  `processor time: ${seconds(ours.cpu)}, published loop ${seconds(published.cpu)}: ${(published.cpu / ours.cpu).toFixed(1)} times`,
);
console.log(
  `wall time: ${seconds(ours.wall)}, published loop ${seconds(published.wall)}: ${(published.wall / ours.wall).toFixed(1)} times`,
);
console.log(`largest difference between the two in an effect: ${gap.toExponential(1)}`);

function describe({ info }: ModelPort, { subject: about }: TraceQuestion): string {
  return `${info.architecture}, ${info.blocks} blocks of ${info.hiddenSize}, ${tokens.length} tokens about ${about}`;
}

async function timed<T>(run: () => Promise<T>) {
  const [cpuBefore, start] = [process.cpuUsage(), performance.now()];
  const result = await run();
  const { user, system } = process.cpuUsage(cpuBefore);
  return { result, cpu: (user + system) / 1e6, wall: (performance.now() - start) / 1000 };
}
