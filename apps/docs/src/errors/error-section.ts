import type { CollectedCodes } from './collect-codes.js';
import { errorCodes, errorIndexPage, errorPage } from './error-pages.js';

/** Pages by path, without their ending, and what is wrong with them. */
export interface Section {
  readonly pages: ReadonlyMap<string, string>;
  readonly problems: readonly string[];
}

/**
 * One page per error code and an index. Every code needs Cause and Fix written by hand, and every such text
 * belongs to a code.
 *
 * @param notes what is written by hand, by code
 */
export function errorSection({ sites, untold }: CollectedCodes, notes: ReadonlyMap<string, string>): Section {
  const pages = new Map<string, string>();
  const problems = untold.map((place) => `The error code made at ${place} cannot be told from the sources.`);
  const errors = errorCodes(sites);
  for (const error of errors) {
    const text = notes.get(error.code) ?? '';
    pages.set(`errors/${error.code}`, errorPage(error, text));
    if (!/^## Cause$/m.test(text) || !/^## Fix$/m.test(text)) {
      problems.push(
        `Error ${error.code} (${error.files[0]}) has no page: write Cause and Fix in errors/${error.code}.md.`,
      );
    }
  }
  const known = new Set(errors.map(({ code }) => code));
  for (const code of notes.keys()) {
    if (!known.has(code)) problems.push(`errors/${code}.md is about a code that nothing makes.`);
  }
  const warnings = sites.filter(({ type }) => type === 'warning');
  pages.set('errors/index', errorIndexPage(errors, warnings));
  return { pages, problems };
}
