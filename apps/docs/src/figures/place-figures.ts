import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { asOneImage } from '../assemble/as-one-image.js';
import { FIGURES, type SiteFigure } from './figures.js';

/** A result file: what was run, and what the last command printed. */
export interface ResultFile {
  readonly commands: readonly string[];
  readonly result: unknown;
}

/** What a command wrote and somebody kept: its own command line, and anything else. */
interface KeptFile {
  readonly command: string;
}

/**
 * Replaces each `<!-- figure: NAME -->` by the drawing of its result file, with the commands that made that file
 * under it. No number of a figure is written by hand.
 *
 * @throws {Error} for a figure that is not known, or whose result file is missing or was made by other commands
 */
export async function placeFigures(
  page: string,
  markdown: string,
  root: string,
  figures: Readonly<Record<string, SiteFigure>> = FIGURES,
): Promise<string> {
  const parts: string[] = [];
  let from = 0;
  for (const match of markdown.matchAll(/^<!-- figure: ([\w-]+) -->$/gm)) {
    const figure = Object.hasOwn(figures, match[1]!) ? figures[match[1]!] : undefined;
    if (!figure) throw new Error(`${page} shows a figure "${match[1]}", which does not exist.`);
    parts.push(markdown.slice(from, match.index), await drawn(page, figure, root));
    from = match.index + match[0].length;
  }
  return parts.join('') + markdown.slice(from);
}

async function drawn(
  page: string,
  { result: path, commands, caption, draw }: SiteFigure,
  root: string,
): Promise<string> {
  const file = join(root, path);
  if (!existsSync(file)) throw new Error(`${page} shows a figure of ${path}, which does not exist.`);
  const parsed: ResultFile | KeptFile = JSON.parse(readFileSync(file, 'utf8'));
  const [same, result] =
    'commands' in parsed
      ? [JSON.stringify(parsed.commands) === JSON.stringify(commands), parsed.result]
      : [`npx ${parsed.command}` === commands.at(-1), parsed];
  if (!same) {
    throw new Error(
      `${path} was made by other commands than its figure names: run \`npm run docs:results\`.`,
    );
  }
  const svg = await draw(result as never);
  return [
    '<figure v-pre>',
    asOneImage(svg),
    `<figcaption>${caption}</figcaption>`,
    '</figure>',
    '',
    `Drawn from [\`${path.split('/').at(-1)}\`](source:${path}), which these commands make:`,
    '',
    '```sh',
    ...commands,
    '```',
  ].join('\n');
}
