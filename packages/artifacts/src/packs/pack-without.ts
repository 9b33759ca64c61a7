import { EditError } from '@alphaedit/spec';
import type { EditPack } from '../edit-pack.js';
import { separable, withoutFacts } from '../without-facts.js';
import { packBatches } from './pack-batches.js';

/**
 * A pack without some of its facts, counted from 0: their columns go, the others' stay as they are, to the bit.
 *
 * @param name what messages call the pack
 * @throws {EditError} `not-separable` where a change is not kept by fact and other facts of its batch stay
 */
export function packWithout(pack: EditPack, removed: ReadonlySet<number>, name: string): EditPack {
  if (removed.size === 0) return pack;
  let from = 0;
  const kept = packBatches(pack).flatMap(({ facts, deltas }) => {
    const first = from;
    from += facts;
    const out = new Set([...removed].map((fact) => fact - first).filter((fact) => fact >= 0 && fact < facts));
    if (out.size === facts) return [];
    if (out.size > 0 && !separable(deltas, facts)) {
      throw new EditError({
        code: 'not-separable',
        message: `${name} (${pack.editor}) does not keep facts ${first + 1} to ${from} apart: single ones cannot be taken out of it.`,
        hint: 'Edit again without these facts, or with an editor that keeps its change by fact: `alphaedit`, `memit`, `rome`, `emmet`.',
        data: { pack: name, facts: [...out].map((fact) => first + fact + 1), editor: pack.editor },
      });
    }
    return [{ facts: facts - out.size, deltas: withoutFacts(deltas, facts, out) }];
  });
  return {
    ...pack,
    factCount: pack.factCount - removed.size,
    ...(pack.facts && { facts: pack.facts.filter((_, fact) => !removed.has(fact)) }),
    batches: kept.map(({ facts, deltas }) => ({ facts, deltas: deltas.length })),
    deltas: kept.flatMap(({ deltas }) => deltas),
  };
}
