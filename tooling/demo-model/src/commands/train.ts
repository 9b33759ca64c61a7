import { appendFileSync, mkdirSync } from 'node:fs';
import { questions } from '../checks/questions.js';
import { recall, share } from '../checks/recall.js';
import { inModel, inRun, RUN_FOLDER } from '../files/paths.js';
import { SHAPE, TRAINING, WORLD_SEED } from '../recipe.js';
import { createBatches } from '../training/batches.js';
import { loadCheckpoint, saveCheckpoint, saveWeights } from '../training/checkpoint.js';
import { initialWeights } from '../training/initial-weights.js';
import { loadTokenizer } from '../training/load-tokenizer.js';
import { startTensorflow } from '../training/start-tensorflow.js';
import { Trainer } from '../training/train.js';
import { createDocumentWriter, NARRATIVE, PRIMER } from '../world/documents.js';
import { makeWorld } from '../world/world.js';

await startTensorflow();
mkdirSync(RUN_FOLDER, { recursive: true });
const world = makeWorld(WORLD_SEED);
const { encode, vocabSize } = loadTokenizer();
const shape = { ...SHAPE, vocabSize };
const batches = createBatches({
  writer: createDocumentWriter(world),
  mixtureOf: (step) => (step < TRAINING.primerSteps ? PRIMER : NARRATIVE),
  encode,
  endOfText: 0,
  seed: TRAINING.seed,
});
// Names are labels: what is known of a subject has to be looked up by its name, not to be found in it.
const names = world.subjects.map(({ name }) => encode(` ${name}`).at(-1)!);
const trainer = new Trainer(shape, initialWeights(shape, TRAINING.seed, names), TRAINING, names);
const seen = questions(world, 0);
const heldOut = questions(world, 'heldOut');

const log = (line: string): void => {
  console.log(line);
  appendFileSync(inRun('train.log'), `${line}\n`);
};

const start = loadCheckpoint(inRun('checkpoint.safetensors'), trainer);
if (start > 0) log(`resumed after step ${start}`);
const began = performance.now();
let lossSum = 0;
let losses = 0;
for (let step = start; step < TRAINING.steps; step++) {
  const length = TRAINING.lengths[step % TRAINING.lengths.length]!;
  const { loss } = trainer.step(batches(step, TRAINING.tokensPerStep / length, length), step);
  lossSum += loss;
  losses++;
  const done = step + 1;
  if (done % 50 === 0 || done === TRAINING.steps) {
    const seconds = (performance.now() - began) / 1000;
    const rate = ((done - start) * TRAINING.tokensPerStep) / seconds;
    log(
      `step ${done}/${TRAINING.steps} loss ${(lossSum / losses).toFixed(4)} ${rate.toFixed(0)} tokens/s ${seconds.toFixed(0)} s`,
    );
    lossSum = 0;
    losses = 0;
  }
  if (done % TRAINING.checkSteps === 0 || done === TRAINING.steps) {
    const known = share(recall(shape, trainer.weightOf, encode, seen));
    const inferred = share(recall(shape, trainer.weightOf, encode, heldOut));
    log(`step ${done} recall seen ${(100 * known).toFixed(1)} % held out ${(100 * inferred).toFixed(1)} %`);
    saveCheckpoint(inRun('checkpoint.safetensors'), trainer, done);
  }
}
saveWeights(inModel('model.safetensors'), trainer);
log(`wrote ${inModel('model.safetensors')}`);
