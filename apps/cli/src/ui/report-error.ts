import { errorPage } from './error-page.js';
import { errorWords } from './error-words.js';
import { printable, printableJson, style } from './printable.js';

/**
 * Says what is wrong in one line and what to do in another, which ends with the page about it, on stderr; with
 * `json` also as one document on stdout.
 *
 * @returns the exit code
 */
export function reportError(
  error: unknown,
  { json, verbose }: { readonly json: boolean; readonly verbose: boolean },
): number {
  const words = errorWords(error);
  if (words === undefined) return 0;
  const { exitCode, ...rest } = words;
  const page = errorPage(words.code);
  if (json) process.stdout.write(`${printableJson({ error: { ...rest, page } })}\n`);
  process.stderr.write(
    printable(
      `${style.red('error')}: ${words.message}\n${style.dim(`${words.hint}${page ? ` [${page}]` : ''}`)}\n`,
    ),
  );
  if (verbose) process.stderr.write(`${printable(stackOf(error))}\n`);
  return exitCode;
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const cause =
    error.cause === undefined ? '' : `\nbecause of ${stackOf(error.cause) || String(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}
