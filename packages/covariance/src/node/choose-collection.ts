import { assertStatisticsFor, StatisticsError } from '@alphaedit/spec';
import type { Collection } from './manifest.js';

/** Which of a folder's collections is meant. What is left out may be anything. */
export interface CollectionChoice {
  /** Content hash of the model; of several, the first that the folder has statistics of. */
  readonly model?: string | readonly string[];
  /** Content hash of its tokenizer. Collections that do not know theirs fit each. */
  readonly tokenizer?: string;
  /** Layers it must hold. */
  readonly layers?: readonly number[];
  /** Key of the collection, or its first digits. */
  readonly collection?: string;
}

/**
 * The one collection that fits a choice.
 *
 * @throws {StatisticsError} `several-collections` where more than one does; as `fittingCollections`
 */
export function chooseCollection(
  directory: string,
  collections: readonly Collection[],
  choice: CollectionChoice,
): Collection {
  const [first, ...others] = fittingCollections(directory, collections, choice);
  if (others.length === 0) return first!;
  const fitting = [first!, ...others];
  throw new StatisticsError({
    code: 'several-collections',
    message: `${directory} holds ${fitting.length} collections that fit: ${fitting.map(inWords).join('; ')}.`,
    hint: `Choose one: pass the first digits of its key as \`collection\`, e.g. '${first!.key.slice(0, 8)}'.`,
    data: { directory, collections: fitting.map(summaryOf) },
  });
}

/**
 * The collections that fit a choice, at least one.
 *
 * @throws {StatisticsError} `statistics-missing` where none has the key or the layers,
 * `statistics-of-another-model` where none is of the model, `statistics-of-another-tokenizer` where none is of both
 */
export function fittingCollections(
  directory: string,
  collections: readonly Collection[],
  { model, tokenizer, layers = [], collection: prefix = '' }: CollectionChoice,
): readonly Collection[] {
  const named = collections.filter(({ key }) => key.startsWith(prefix));
  if (named.length === 0) {
    throw missing(directory, `no collection whose key begins with "${prefix}"`, collections);
  }
  const models = model === undefined ? undefined : [model].flat();
  const hash = models?.find((one) => named.some(({ origin }) => origin.modelHash === one));
  if (models && hash === undefined) throw otherModel(directory, named, models[0]!);
  const ofModel = named.filter(({ origin }) => hash === undefined || origin.modelHash === hash);
  const ofBoth = ofModel.filter(({ tokenizers }) => !tokenizer || (tokenizers?.includes(tokenizer) ?? true));
  if (ofBoth.length === 0) {
    const tokenizers = ofModel.flatMap((collection) => collection.tokenizers ?? []);
    const { modelHash } = ofModel[0]!.origin;
    assertStatisticsFor({ modelHash, tokenizers }, modelHash, tokenizer);
  }
  const fitting = ofBoth.filter((collection) => lacking(collection, layers).length === 0);
  if (fitting.length > 0) return fitting;
  const fewest = Math.min(...ofBoth.map((collection) => lacking(collection, layers).length));
  const nearest = ofBoth.find((collection) => lacking(collection, layers).length === fewest)!;
  throw missing(directory, `no second moments of layers ${lacking(nearest, layers).join(', ')}`, ofBoth);
}

function lacking(collection: Collection, layers: readonly number[]): readonly number[] {
  return layers.filter((wanted) => !collection.layers.some(({ layer }) => layer === wanted));
}

function missing(directory: string, what: string, collections: readonly Collection[]): StatisticsError {
  return new StatisticsError({
    code: 'statistics-missing',
    message: `${directory} holds ${what}; it holds ${collections.map(inWords).join('; ')}.`,
    hint: 'Choose among what is there, or add the layers with `buildStatistics` over the same text.',
    data: { directory, collections: collections.map(summaryOf) },
  });
}

function otherModel(directory: string, collections: readonly Collection[], model: string): StatisticsError {
  const hashes = [...new Set(collections.map(({ origin }) => origin.modelHash))];
  return new StatisticsError({
    code: 'statistics-of-another-model',
    message: `${directory} holds statistics of ${hashes.map((hash) => hash.slice(0, 12)).join(', ')}, this is model ${model.slice(0, 12)}.`,
    hint: 'Collect statistics of this model, or open the model they were made from.',
    data: { expected: model, found: hashes.join(', ') },
  });
}

function inWords({ key, origin, corpus, layers, precision }: Collection): string {
  const numbers = layers.map(({ layer }) => layer).join(', ');
  const text = corpus === '' ? 'a text without a name' : corpus;
  return `${key.slice(0, 8)} (model ${origin.modelHash.slice(0, 8)}, ${origin.tokens} tokens of ${text}, ${precision}, layers ${numbers})`;
}

function summaryOf({ key, origin, corpus, layers, precision }: Collection) {
  const { modelHash, documents, tokens, tokenBudget, contextLength } = origin;
  return {
    collection: key,
    modelHash,
    corpus,
    documents,
    tokens,
    tokenBudget,
    contextLength,
    precision,
    layers: layers.map(({ layer }) => layer),
  };
}
