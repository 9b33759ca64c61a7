import { EditError } from '@alphaedit/spec';
import type { DecodedEditPack } from '../edit-pack.js';

/** A pack and what messages call it, such as its path. */
export interface NamedPack {
  readonly name: string;
  readonly pack: DecodedEditPack;
}

/** @throws {EditError} `packs-of-different-models` unless all were made from the same weights with the same tokenizer */
export function assertSameBase(packs: readonly NamedPack[]): void {
  for (const [i, second] of packs.entries()) {
    for (const first of packs.slice(0, i)) {
      const [a, b] = [first.pack.model, second.pack.model];
      const tokens = a.tokenizer && b.tokenizer && a.tokenizer !== b.tokenizer;
      if (a.hash === b.hash && !tokens) continue;
      const [one, other] = tokens ? [a.tokenizer!, b.tokenizer!] : [a.hash, b.hash];
      const what = tokens ? 'tokenizer ' : '';
      throw new EditError({
        code: 'packs-of-different-models',
        message: `${first.name} belongs to ${a.name} (${what}${one.slice(0, 12)}), ${second.name} to ${b.name} (${what}${other.slice(0, 12)}).`,
        hint: 'Give edits that were made from one and the same model, unedited, or make one of them again on the model of the other.',
        data: { packs: [first.name, second.name], models: [one, other] },
      });
    }
  }
}
