import { vi } from 'vitest';
import { buildProgram } from '../src/build-program.js';
import { type ErrorWords, errorWords } from '../src/ui/error-words.js';
import { holdToDocumentation } from './documented.js';

/** What a command line prints with `--json`, held to its documentation; in this process, since a new one costs seconds. */
export async function runJsonHere<T = Record<string, unknown>>(args: readonly string[]): Promise<T> {
  let printed = '';
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  try {
    await buildProgram().parseAsync(['node', 'alphaedit', '--quiet', '--json', ...args]);
  } finally {
    write.mockRestore();
  }
  const document = JSON.parse(printed);
  holdToDocumentation(args, document);
  return document as T;
}

/** What a command line fails with, in this process. */
export async function failureHere(args: readonly string[]): Promise<ErrorWords> {
  try {
    await buildProgram().parseAsync(['node', 'alphaedit', '--quiet', ...args]);
  } catch (error) {
    const words = errorWords(error);
    if (words) return words;
  }
  throw new Error(`alphaedit ${args.join(' ')} did not fail`);
}
