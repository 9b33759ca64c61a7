import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { documents } from 'alphaedit/documents';
import { buildProgram } from 'alphaedit/program';
import { packageEntries } from '../api/package-entries.js';
import { writeApiReference } from '../api/write-api-reference.js';
import { adoptPage } from '../assemble/adopt-page.js';
import { expandSamples, type UsedSamples } from '../assemble/expand-samples.js';
import { experimentLinks, experimentPages } from '../assemble/experiment-pages.js';
import { inlineDrawings } from '../assemble/inline-drawings.js';
import { type LinkedSources, linkSources, sourcePage, sourcePagePath } from '../assemble/source-pages.js';
import { checkCommandLine } from '../checks/check-command-line.js';
import { shellSamples } from '../checks/shell-samples.js';
import { commandSection } from '../cli/command-section.js';
import { editorPages } from '../editors/editor-pages.js';
import { editorsPage } from '../editors/editors-page.js';
import { classesByCode, errorSection } from '../errors/error-section.js';
import { placeFigures } from '../figures/place-figures.js';
import { settingsPage } from '../settings/settings-page.js';
import { ADOPTED_GUIDES } from './guides.js';
import { productSources } from './product-sources.js';
import { sourceProgram } from './source-program.js';

export interface AssembledSite {
  /** Folder with every page as Markdown. */
  readonly folder: string;
  /** What is wrong: each of these fails the build. */
  readonly problems: readonly string[];
  /** Files shown as samples, with the pages that show them. */
  readonly samples: UsedSamples;
}

/**
 * Puts every page of the site into one folder of Markdown: the hand-written ones with their samples filled in,
 * and those made from the sources.
 */
export async function assembleSite(root: string, folder: string): Promise<AssembledSite> {
  const docs = join(root, 'apps', 'docs');
  const problems: string[] = [];
  const samples: UsedSamples = new Map();
  const sources: LinkedSources = new Set();
  rmSync(folder, { recursive: true, force: true });
  cpSync(join(docs, 'content', 'public'), join(folder, 'public'), { recursive: true });

  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: object };
  const checkCommands = (path: string, markdown: string): void => {
    for (const { line } of shellSamples(path, markdown)) {
      const problem = checkCommandLine(line, buildProgram, Object.keys(scripts));
      if (problem) problems.push(`${path}: \`${line}\`: ${problem}`);
    }
  };
  const write = async (path: string, text: string): Promise<void> => {
    try {
      const markdown = await placeFigures(path, text, root);
      const shown = expandSamples(path, markdown, root, samples);
      checkCommands(path, shown);
      writeIn(folder, `${path}.md`, linkSources(path, shown, root, sources));
    } catch (error) {
      problems.push((error as Error).message);
    }
  };

  for (const path of markdownFiles(join(docs, 'content'))) {
    await write(path.replace(/\.md$/, ''), readFileSync(join(docs, 'content', path), 'utf8'));
  }
  /** A page that is kept beside what it is about. */
  const adopt = (path: string, as: string, markdown = readFileSync(join(root, path), 'utf8')): void => {
    const page = adoptPage(path, markdown);
    checkCommands(path, page);
    writeIn(folder, `${as}.md`, linkSources(path, page, root, sources));
  };
  for (const [name, , path] of ADOPTED_GUIDES) if (existsSync(join(root, path))) adopt(path, `guide/${name}`);
  for (const [name, path] of experimentPages(root)) {
    try {
      const drawn = inlineDrawings(path, readFileSync(join(root, path), 'utf8'), root);
      adopt(path, `experiments/${name}`, experimentLinks(path, drawn));
    } catch (error) {
      problems.push((error as Error).message);
    }
  }
  const own = editorPages(root);
  for (const { id, path } of own.pages) adopt(path, `reference/editors/${id}`);
  problems.push(...own.problems);
  for (const path of readmes(root)) checkCommands(path, readFileSync(join(root, path), 'utf8'));
  const program = sourceProgram(root);
  for (const section of [
    commandSection(buildProgram(), documents, notesIn(join(docs, 'commands'))),
    errorSection(classesByCode(), notesIn(join(docs, 'errors')), productSources(root)),
  ]) {
    for (const [path, markdown] of section.pages) await write(path, markdown);
    problems.push(...section.problems);
  }
  const withOwnPage = own.pages.map(({ id }) => id);
  for (const [path, page] of [
    ['reference/settings', () => settingsPage(program)],
    ['reference/editors', () => editorsPage(withOwnPage)],
  ] as const) {
    try {
      await write(path, page());
    } catch (error) {
      problems.push((error as Error).message);
    }
  }

  const api = join(folder, 'reference', 'api');
  problems.push(...(await writeApiReference({ root, entries: packageEntries(root), out: api })));
  for (const path of sources) writeIn(folder, `${sourcePagePath(path)}.md`, sourcePage(path, root));
  return { folder, problems, samples };
}

/** What is written by hand in a folder, by file name without its ending. */
function notesIn(folder: string): Map<string, string> {
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.md')) : [];
  return new Map(files.map((file) => [file.slice(0, -3), readFileSync(join(folder, file), 'utf8')]));
}

/** The READMEs of the repository: their command lines are held to the definitions too. */
function readmes(root: string): string[] {
  const folders = ['packages', 'apps', 'models'].flatMap((group) =>
    readdirSync(join(root, group)).map((name) => `${group}/${name}/README.md`),
  );
  return ['README.md', ...folders].filter((path) => existsSync(join(root, path)));
}

function markdownFiles(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.md'))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort();
}

function writeIn(folder: string, path: string, text: string): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
