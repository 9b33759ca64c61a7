import type { CodeSite } from './collect-codes.js';

/** What one error code is, from every place that makes it. */
export interface ErrorCode {
  readonly code: string;
  readonly classNames: readonly string[];
  readonly messages: readonly string[];
  readonly hints: readonly string[];
  readonly exitCodes: readonly number[];
  readonly files: readonly string[];
}

const EXIT_CODES: Readonly<Record<string, number>> = { input: 2, work: 1, interrupted: 130 };
/** Variants of one message that are shown. */
const MOST_MESSAGES = 5;

/** The errors among `sites`, by code, in alphabetical order. */
export function errorCodes(sites: readonly CodeSite[]): ErrorCode[] {
  const errors = sites.filter(({ type }) => type === 'error');
  const codes = distinct(errors.map(({ code }) => code)).sort();
  return codes.map((code) => {
    const own = errors.filter((site) => site.code === code);
    return {
      code,
      classNames: distinct(
        own.flatMap(({ className }) => (className?.startsWith('Error') ? [] : (className ?? []))),
      ),
      messages: distinct(own.flatMap(({ messages }) => messages)).slice(0, MOST_MESSAGES),
      hints: distinct(own.flatMap(({ hints }) => hints)).slice(0, MOST_MESSAGES),
      exitCodes: distinct(own.flatMap(({ kinds }) => kinds.map((kind) => EXIT_CODES[kind] ?? 1))).sort(),
      files: distinct(own.map(({ file }) => file)),
    };
  });
}

/**
 * The page of one error code: what it says is read from the sources, cause and fix are written by hand.
 *
 * @param notes Markdown with a `## Cause` and a `## Fix`
 */
export function errorPage(error: ErrorCode, notes: string): string {
  const { code, classNames, messages, hints, exitCodes, files } = error;
  const kind = classNames.length > 0 ? `\`${classNames.join('`, `')}\`, exit code` : 'Exit code';
  return [
    '---',
    `title: ${JSON.stringify(code)}`,
    `description: ${JSON.stringify(messages[0] ?? code)}`,
    'outline: false',
    '---',
    '',
    `# \`${code}\``,
    '',
    `${kind} ${exitCodes.join(' or ')}.`,
    '',
    '## Symptom',
    '',
    '```text',
    ...messages,
    '```',
    '',
    notes.trim(),
    '',
    'What the message suggests:',
    '',
    ...hints.map((hint) => `- ${prose(hint)}`),
    '',
    `Made in ${files.map((file) => `\`${file}\``).join(', ')}.`,
    '',
  ].join('\n');
}

/** The page that lists every code with what it says. */
export function errorIndexPage(errors: readonly ErrorCode[], warnings: readonly CodeSite[]): string {
  return [
    '---',
    'outline: deep',
    '---',
    '',
    '# Errors',
    '',
    'Every error has a stable code. The command line prints what is wrong, what to do, and the path of the page; with `--json` the code is in `error.code`; in a program it is `error.code` of an [`AlphaEditError`](/reference/api/@alphaedit/spec#alphaediterror). ⟨…⟩ stands for what is known only when it happens.',
    '',
    '| code | says |',
    '| --- | --- |',
    ...errors.map(({ code, messages }) => `| [\`${code}\`](./${code}) | ${cell(messages[0] ?? '')} |`),
    '',
    '## Warnings',
    '',
    'A warning stops nothing. It is printed once, and returned as data with the same kind of code.',
    '',
    '| code | says |',
    '| --- | --- |',
    ...distinct(warnings.map(({ code }) => code))
      .sort()
      .map(
        (code) => `| \`${code}\` | ${cell(warnings.find((site) => site.code === code)!.messages[0] ?? '')} |`,
      ),
    '',
  ].join('\n');
}

const distinct = <T>(values: readonly T[]): T[] => [...new Set(values)];

const prose = (text: string) => text.replaceAll('<', '&lt;').replaceAll('{{', '&#123;&#123;');

const cell = (text: string) => prose(text).replaceAll('|', '\\|').replaceAll('\n', ' ');
