import { createDocumentWriter } from '../world/documents.js';
import { createRandom } from '../world/random.js';
import type { World } from '../world/world.js';
import { countWords } from './count-words.js';
import { type BytePairs, trainBpe } from './train-bpe.js';

const DOCUMENTS = 20_000;
const VOCAB_SIZE = 4096;
/** Every word of the world occurs more often than this in so many documents: it becomes one token. */
const MIN_COUNT = 10;

/** The world's tokens, from documents as the training has them. */
export function trainWorldBpe(world: World): BytePairs {
  const random = createRandom(world.seed + 2);
  const writer = createDocumentWriter(world);
  const texts = Array.from({ length: DOCUMENTS }, () => writer.write(random));
  return trainBpe(countWords(texts), VOCAB_SIZE, MIN_COUNT);
}
