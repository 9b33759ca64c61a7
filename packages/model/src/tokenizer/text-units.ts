import { componentTypes } from './token-bytes.js';

/** A stretch of text that a tokenizer's normalizer turns into bytes by itself. */
export interface TextUnit {
  /** UTF-16 indices in the text. */
  readonly start: number;
  readonly end: number;
  /** What it may have become, as UTF-8: as it is first. */
  readonly forms: readonly (readonly number[])[];
}

const FORMS = ['NFC', 'NFD', 'NFKC', 'NFKD'] as const;

/** A character and the marks on it, or a run of Hangul letters: nothing composes across the ends of these. */
const COMPOSING = /[\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff]+\p{M}*|\P{M}?\p{M}+|\P{M}/gsu;
const CODE_POINT = /./gsu;

/**
 * Splits a text into units, by what the normalizer of a `tokenizer.json` does.
 *
 * @param underscored whether `▁` is how spaces are written, and a `▁` of the text becomes one
 */
export function textUnits(text: string, normalizer: unknown, underscored: boolean): TextUnit[] {
  const types = componentTypes([normalizer]);
  const forms = FORMS.filter((form) => types.has(form));
  const encoder = new TextEncoder();
  const change = (part: string): string => {
    let changed = part;
    for (const form of forms) changed = changed.normalize(form);
    return types.has('Lowercase') ? changed.toLowerCase() : changed;
  };
  const units: TextUnit[] = [];
  const add = (part: string, start: number) => {
    const spellings = new Set([underscored ? part.replaceAll('▁', ' ') : part, change(part)]);
    units.push({
      start,
      end: start + part.length,
      forms: [...spellings].map((spelling) => [...encoder.encode(spelling)]),
    });
  };
  for (const { 0: part, index } of text.matchAll(forms.length > 0 ? COMPOSING : CODE_POINT)) {
    // What stays as it is can be told apart character by character.
    if (change(part) === part) for (const { 0: c, index: i } of part.matchAll(CODE_POINT)) add(c, index + i);
    else add(part, index);
  }
  return units;
}
