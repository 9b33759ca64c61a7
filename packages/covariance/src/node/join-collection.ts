import type { Collection, LayerEntry } from './manifest.js';

/**
 * Collections with the layers of one more: they join the collection of the same key where there is one, and
 * stand beside the others where not. Nothing else is taken out.
 */
export function joinCollection(collections: readonly Collection[], added: Collection): readonly Collection[] {
  const same = collections.find(({ key }) => key === added.key);
  if (same === undefined) return [...collections, added];
  const kept = same.layers.filter(({ layer }) => !added.layers.some((entry) => entry.layer === layer));
  const layers = [...kept, ...added.layers.map((entry) => withSpectraOf(same, entry))];
  const joined = {
    ...same,
    corpus: added.corpus || same.corpus,
    // The same key: both make the same tokens of the text.
    tokenizers: union(same.tokenizers, added.tokenizers),
    layers: layers.sort((a, b) => a.layer - b.layer),
  };
  return collections.map((collection) => (collection === same ? joined : collection));
}

function union(some: readonly string[] = [], more: readonly string[] = []): string[] | undefined {
  const all = [...new Set([...some, ...more])];
  return all.length > 0 ? all : undefined;
}

/** The same second moment, bit for bit, still has the spectrum and the leading eigenpairs it had. */
function withSpectraOf({ layers }: Collection, entry: LayerEntry): LayerEntry {
  const before = layers.find(({ layer }) => layer === entry.layer);
  if (before === undefined || before.sha256 !== entry.sha256) return entry;
  const { spectrum, leading } = before;
  return { ...entry, ...(spectrum && { spectrum }), ...(leading && { leading }) };
}
