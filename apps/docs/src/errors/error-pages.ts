/** What is written by hand about one error code, and the classes that carry it. */
export interface ErrorNotes {
  readonly code: string;
  readonly classNames: readonly string[];
  /** Markdown with a `## Symptom`, a `## Cause` and a `## Fix`. */
  readonly notes: string;
}

/** The page of one error code. */
export function errorPage({ code, classNames, notes }: ErrorNotes): string {
  return [
    '---',
    `title: ${JSON.stringify(code)}`,
    `description: ${JSON.stringify(symptomsOf(notes)[0] ?? code)}`,
    'outline: false',
    '---',
    '',
    `# \`${code}\``,
    '',
    ...(classNames.length > 0 ? [`${classNames.map((name) => `\`${name}\``).join(', ')}.`, ''] : []),
    notes.trim(),
    '',
  ].join('\n');
}

/** The page that lists every code with what it says. */
export function errorIndexPage(errors: readonly ErrorNotes[]): string {
  return [
    '---',
    'outline: deep',
    '---',
    '',
    '# Errors',
    '',
    'Every error has a stable code. The command line prints what is wrong, what to do, and the path of the page; with `--json` the code is in `error.code`; in a program it is `error.code` of an [`AlphaEditError`](/reference/api/@alphaedit/spec#alphaediterror). ⟨…⟩ stands for what is known only when it happens. What is printed and stops nothing is a [warning](./warnings).',
    '',
    '| code | says |',
    '| --- | --- |',
    ...errors.map(({ code, notes }) => `| [\`${code}\`](./${code}) | ${cell(symptomsOf(notes)[0] ?? '')} |`),
    '',
  ].join('\n');
}

/** The lines of the block under `## Symptom`: what the error may say. */
export function symptomsOf(notes: string): string[] {
  const block = /^## Symptom\n\n```text\n([\s\S]*?)\n```$/m.exec(notes);
  return block ? block[1]!.split('\n') : [];
}

const cell = (text: string) =>
  text.replaceAll('<', '&lt;').replaceAll('{{', '&#123;&#123;').replaceAll('|', '\\|');
