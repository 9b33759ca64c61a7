import { startEngine } from '@alphaedit/engine/node';
import { expect, it } from 'vitest';
import { tinyDocuments, tinyModel } from '../test/tiny-model.js';
import { collectSecondMoments } from './collect-second-moments.js';
import { corpusDigest } from './corpus-digest.js';

it.each([
  ['a whole text', { contextLength: 64 }],
  ['a cut text', { contextLength: 20, tokens: 333 }],
])('says of %s what a collection over it says', async (_, cuts) => {
  await startEngine();
  const model = await tinyModel();
  const documents = [...tinyDocuments(30), '', ''];
  const { origin } = await collectSecondMoments({ model, documents, layers: [0], batchTokens: 64, ...cuts });
  const digest = await corpusDigest({ documents, tokenizer: model.tokenizer, ...cuts });
  const { textDigest, tokenDigest, documents: count, tokens } = origin;
  expect(digest).toEqual({ textDigest, tokenDigest, documents: count, tokens });
  model.dispose();
});
