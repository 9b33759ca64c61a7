import type { Count } from './torture.js';

/** The counts as a table in Markdown, and what failed below it. */
export function countsTable(counts: readonly Count[]): string {
  const rows = counts.map(({ title, tries, failures }) => `| ${title} | ${tries} | ${failures.length} |`);
  const failed = counts.flatMap(({ id, failures }) => failures.map((failure) => `- ${id}, ${failure}`));
  return [
    '| what is done, and what must hold | tries | failures |',
    '| --- | ---: | ---: |',
    ...rows,
    ...(failed.length > 0 ? ['', ...failed] : []),
  ].join('\n');
}
