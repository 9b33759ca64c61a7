import { ERROR_CODES, PROGRAM_CODES } from '@alphaedit/spec';
import { errorIndexPage, errorPage, symptomsOf } from './error-pages.js';

/** Where the codes are listed, which makes none of them. */
const LIST = 'packages/spec/src/error-codes.ts';

/** Pages by path, without their ending, and what is wrong with them. */
export interface Section {
  readonly pages: ReadonlyMap<string, string>;
  readonly problems: readonly string[];
}

/** Every code with the classes that carry it; none for the words of the programs themselves. */
export function classesByCode(): Map<string, string[]> {
  const classes = new Map<string, string[]>(PROGRAM_CODES.map((code) => [code, []]));
  for (const [className, codes] of Object.entries(ERROR_CODES)) {
    for (const code of codes) classes.set(code, [...(classes.get(code) ?? []), className]);
  }
  return new Map([...classes].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * One page per error code and an index. Every code needs a page with Symptom, Cause and Fix, every page belongs
 * to a code, and the sources make every code and say every symptom.
 *
 * @param codes classes by code
 * @param notes what is written by hand, by code
 * @param sources text of every source file, by its path in the repository
 */
export function errorSection(
  codes: ReadonlyMap<string, readonly string[]>,
  notes: ReadonlyMap<string, string>,
  sources: ReadonlyMap<string, string>,
): Section {
  const makers = [...sources].flatMap(([path, text]) => (path === LIST ? [] : text));
  const text = makers.join('\n').replaceAll("\\'", "'").replace(/\s+/g, ' ');
  const pages = new Map<string, string>();
  const problems: string[] = [];
  const errors = [...codes].map(([code, classNames]) => ({ code, classNames, notes: notes.get(code) ?? '' }));
  for (const error of errors) {
    const { code } = error;
    pages.set(`errors/${code}`, errorPage(error));
    const symptoms = symptomsOf(error.notes);
    if (symptoms.length === 0 || !/^## Cause$/m.test(error.notes) || !/^## Fix$/m.test(error.notes)) {
      problems.push(`Error ${code} has no page: write Symptom, Cause and Fix in errors/${code}.md.`);
    }
    if (!text.includes(`'${code}'`)) problems.push(`No source makes an error of the code ${code}.`);
    for (const symptom of symptoms) {
      const words = longestFixedPart(symptom);
      if (!text.includes(words)) problems.push(`errors/${code}.md: no source says "${words}".`);
    }
  }
  for (const code of notes.keys()) {
    if (!codes.has(code)) problems.push(`errors/${code}.md is about a code that is not in the list.`);
  }
  pages.set('errors/index', errorIndexPage(errors));
  return { pages, problems };
}

/** Of what is between the ⟨parts known at run time⟩, the longest, without punctuation at its ends. */
function longestFixedPart(symptom: string): string {
  const parts = symptom.split(/⟨[^⟩]*⟩/).map((part) => part.replace(/^[\W_]+|[\W_]+$/g, ''));
  return parts.reduce((longest, part) => (part.length > longest.length ? part : longest), '');
}
