import type { Fact } from '../fact.js';
import { findAll } from './find-all.js';
import { composedText, foldedText } from './folded-text.js';
import { insideWord } from './inside-word.js';
import { alike, differences } from './likeness.js';
import { promptOf, promptPieces } from './prompt-pieces.js';
import { quoted } from './quoted.js';

/** A prompt with the place of its subject, or why there is none. */
export type PlacedSubject =
  | { readonly prompt: string; readonly subject: string; readonly code?: undefined }
  | {
      readonly code: 'subject-not-found' | 'subject-ambiguous' | 'subject-inside-word';
      readonly message: string;
      readonly hint: string;
      readonly fix?: Partial<Fact>;
    };

const EXAMPLE = '"The mother tongue of {} is"';

/**
 * Finds the place of the subject in a prompt that has it as `{}` or as text. The text is found in whatever
 * normal form (NFC, NFD) either is written; the subject returned is the one the prompt holds, for those letters
 * are what a model reads.
 *
 * @example placeSubject('The mother tongue of Ann is', 'Ann') // { prompt: 'The mother tongue of {} is', subject: 'Ann' }
 */
export function placeSubject(prompt: string, subject: string): PlacedSubject {
  const pieces = promptPieces(prompt);
  if (pieces.length > 2) {
    return {
      code: 'subject-ambiguous',
      message: `the prompt ${quoted(prompt)} has ${pieces.length - 1} places for its subject`,
      hint: `Write {} exactly once, where the subject goes: ${EXAMPLE}; write {{}} for braces that are text.`,
    };
  }
  const found = pieces.map((piece) => occurrences(piece, subject));
  if (pieces.length === 2) {
    if (!found.some(({ whole }) => whole)) return { prompt, subject };
    return {
      code: 'subject-ambiguous',
      message: `the prompt ${quoted(prompt)} has {} and the subject ${quoted(subject)} as text, too`,
      hint: 'Where {} is text, write {{}}; where it is the place of the subject, word the other mention differently.',
    };
  }
  const text = pieces[0]!;
  const { ranges, whole } = found[0]!;
  const [range] = ranges;
  if (range === undefined) return notFound(text, subject);
  const [from, to] = range;
  const placed = { prompt: promptOf([text.slice(0, from), text.slice(to)]), subject: text.slice(from, to) };
  if (ranges.length > 1) {
    return {
      code: 'subject-ambiguous',
      message: `the subject ${quoted(subject)} is in the prompt ${quoted(prompt)} more than once`,
      hint: `Write {} in place of the one that is meant: ${EXAMPLE}.`,
    };
  }
  if (whole) return placed;
  return {
    code: 'subject-inside-word',
    message: `the subject ${quoted(subject)} is part of a longer word in the prompt ${quoted(prompt)}`,
    hint: `Write {} where the subject goes (${quoted(placed.prompt)} if that is meant), or the whole word as the subject.`,
  };
}

interface Occurrences {
  /** The first two places, as ranges of the text. */
  readonly ranges: readonly (readonly [from: number, to: number])[];
  /** Whether one of them is no part of a longer word. */
  readonly whole: boolean;
}

function occurrences(text: string, subject: string, form = composedText): Occurrences {
  const wanted = form(subject).text;
  const folded = form(text);
  const ranges = findAll(folded.text, wanted, 2).flatMap((at) => {
    const range = folded.original(at, at + wanted.length);
    return range ? [range] : [];
  });
  return { ranges, whole: ranges.some(([from, to]) => !insideWord(text, from, to)) };
}

/** The subject may be there in letters that look alike. */
function notFound(text: string, subject: string): PlacedSubject {
  const message = `the subject ${quoted(subject)} is not in the prompt ${quoted(text)}`;
  const hint = `Write {} exactly once, where the subject goes: ${EXAMPLE}.`;
  const { ranges, whole } = occurrences(text, subject, (letters) => foldedText(letters, alike()));
  if (!whole || ranges.length > 1) return { code: 'subject-not-found', message, hint };
  const [from, to] = ranges[0]!;
  const there = text.slice(from, to);
  const prompt = promptOf([text.slice(0, from), text.slice(to)]);
  return {
    code: 'subject-not-found',
    message: `${message}; ${quoted(there)} is, which differs in ${differences(subject, there).join(' and ')}`,
    hint: `Write the prompt as ${quoted(prompt)}, or the subject as it stands in it.`,
    fix: { prompt, subject: there },
  };
}
