/** A command line in a page. */
export interface ShellSample {
  readonly page: string;
  readonly line: string;
}

/** The command lines of a page: those of its `sh` fences, continued lines joined, and what its workflows run. */
export function shellSamples(page: string, markdown: string): ShellSample[] {
  return [...fences(markdown, 'sh').flatMap(shellLines), ...fences(markdown, 'yaml').flatMap(runLines)].map(
    (line) => ({ page, line }),
  );
}

const fences = (markdown: string, language: string): string[] =>
  [...markdown.matchAll(new RegExp(`^\`\`\`${language}\\b.*\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(
    ([, body]) => body!,
  );

const shellLines = (body: string): string[] =>
  body
    .replace(/\s*\\\n\s*/g, ' ')
    .split('\n')
    .map((line) => line.trim().replace(/^\$ /, ''))
    .filter((line) => line !== '' && !line.startsWith('#'));

/** The steps of a GitHub workflow that call the command; the others are the reader's own. */
const runLines = (body: string): string[] =>
  [...body.matchAll(/^\s*- run: (npx alphaedit .*)$/gm)].map(([, line]) => line!);
