import { byteOfCharacter } from './byte-alphabet.js';

/** The bytes of text a token stands for; `undefined` for one that stands for text it does not show. */
export type TokenBytes = (token: string) => readonly number[] | undefined;

/**
 * How the tokens of a `tokenizer.json` spell text: in GPT-2's byte alphabet, or as SentencePiece does, with `▁`
 * for a space and `<0x0A>` for a byte.
 */
export function tokenBytes(tokenizerJson: unknown): TokenBytes {
  const { added_tokens, model } = (tokenizerJson ?? {}) as Record<string, unknown>;
  const added = new Set(
    (Array.isArray(added_tokens) ? added_tokens : []).map((token) =>
      String((token as { content?: unknown })?.content),
    ),
  );
  const unknown = (model as { unk_token?: unknown } | undefined)?.unk_token;
  const encoder = new TextEncoder();
  const utf8 = (text: string) => [...encoder.encode(text)];
  const alphabet = byteOfCharacter();
  const byteLevel = isByteLevel(tokenizerJson);
  const bytesOf = (token: string): number[] | undefined => {
    if (!byteLevel) {
      const byte = /^<0x([0-9A-Fa-f]{2})>$/.exec(token)?.[1];
      return byte ? [Number.parseInt(byte, 16)] : utf8(token.replaceAll('▁', ' '));
    }
    const bytes = [...token].map((character) => alphabet.get(character));
    return bytes.every((byte) => byte !== undefined) ? bytes : undefined;
  };
  return (token) => {
    if (token === unknown) return undefined;
    return added.has(token) ? utf8(token) : bytesOf(token);
  };
}

/** Whether a `tokenizer.json` spells text in GPT-2's byte alphabet; otherwise it does so as SentencePiece. */
export function isByteLevel(tokenizerJson: unknown): boolean {
  const { pre_tokenizer, decoder } = (tokenizerJson ?? {}) as Record<string, unknown>;
  return componentTypes([pre_tokenizer, decoder]).has('ByteLevel');
}

/** Types of all components of a tokenizer, those in sequences too. */
export function componentTypes(components: readonly unknown[]): Set<string> {
  const types = new Set<string>();
  const visit = (component: unknown): void => {
    if (typeof component !== 'object' || component === null) return;
    const { type, pretokenizers, decoders, normalizers } = component as Record<string, unknown>;
    if (typeof type === 'string') types.add(type);
    for (const list of [pretokenizers, decoders, normalizers]) if (Array.isArray(list)) list.forEach(visit);
  };
  components.forEach(visit);
  return types;
}
