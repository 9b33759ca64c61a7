import {
  fittingCollections,
  readCollections,
  type VerifiedLayer,
  verifyLayer,
} from '@alphaedit/covariance/node';
import { openCheckpoint } from '@alphaedit/model/node';
import { plural, throwIfAborted } from '@alphaedit/spec';
import { Checklist, type Verification } from './verification.js';
import type { VerifyOptions } from './verify-run.js';

/**
 * Whether every second moment and eigen-decomposition of a statistics folder is what was written, and finite; with a model,
 * whether some of them are of it.
 */
export async function verifyStatistics(
  directory: string,
  { model, signal, onProgress }: VerifyOptions = {},
): Promise<Verification> {
  const list = new Checklist();
  const { look, unproven } = list;
  const collections = await look('manifest and keys', async () => {
    const read = await readCollections(directory);
    const layers = read.reduce((sum, one) => sum + one.layers.length, 0);
    return [read, `${plural(read.length, 'collection')}, ${plural(layers, 'layer')}`];
  });
  if (!collections) return list.result('statistics');
  const all = collections.flatMap((collection) => collection.layers.map((entry) => ({ collection, entry })));
  const found: VerifiedLayer[] = [];
  for (const [i, { collection, entry }] of all.entries()) {
    throwIfAborted(signal, 'verifying');
    const layer = await look(`layer ${entry.layer} of ${collection.key.slice(0, 8)}`, async () => {
      const read = await verifyLayer(directory, collection, entry);
      const how = read.recorded ? 'as recorded' : 'in order';
      return [read, `second moment${read.decomposed ? ' and eigen-decomposition' : ''} ${how}`];
    });
    if (layer) found.push(layer);
    onProgress?.({ stage: 'verify', done: i + 1, total: all.length, unit: 'layers' });
  }
  if (found.some(({ recorded }) => !recorded)) {
    unproven.push(
      'that the numbers are those that were written: an earlier version wrote them, which kept no digests',
    );
  }
  if (found.some(({ decomposed }) => !decomposed)) {
    unproven.push(
      'the null space of layers without an eigen-decomposition: it is computed when it is needed',
    );
  }
  if (collections.some(({ tokenizers }) => !tokenizers)) {
    unproven.push(
      'with which tokenizer they were collected: an earlier version wrote them, which did not say',
    );
  }
  unproven.push('that they are of the text they name: that would take collecting them again');
  if (model === undefined) unproven.push('that they are of a model at hand: give `model`');
  else await look('made from this model', () => ofModel(directory, model, collections));
  return list.result('statistics');
}

/** Whether some of the collections are of this model and its tokenizer. */
async function ofModel(
  directory: string,
  model: string,
  collections: Awaited<ReturnType<typeof readCollections>>,
): Promise<readonly [true, string]> {
  const folder = await openCheckpoint(model);
  try {
    const hash = await folder.tensors.digest();
    const tokenizer = await (await folder.tokenizer()).contentHash?.();
    const fitting = fittingCollections(directory, collections, { model: hash, tokenizer });
    return [true, `${fitting.length} of ${collections.length} collections`];
  } finally {
    await folder.close();
  }
}
