/** A command line in a page. */
export interface ShellSample {
  readonly page: string;
  readonly line: string;
}

/** The command lines of a page's `sh` fences, continued lines joined. */
export function shellSamples(page: string, markdown: string): ShellSample[] {
  return [...markdown.matchAll(/^```sh\b.*\n([\s\S]*?)^```$/gm)].flatMap(([, body]) =>
    body!
      .replace(/\s*\\\n\s*/g, ' ')
      .split('\n')
      .map((line) => line.trim().replace(/^\$ /, ''))
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => ({ page, line })),
  );
}
