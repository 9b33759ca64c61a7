// npm run docs:build, docs:dev, docs:preview, docs:results, docs:picture
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { README_PICTURE, readmePicture } from './figures/readme-picture.js';
import { recordResults } from './figures/record-results.js';
import { assembleSite } from './site/assemble-site.js';
import { buildSite } from './site/build-site.js';

const docs = fileURLToPath(new URL('..', import.meta.url));
const root = join(docs, '..', '..');
const [command = 'build', ...args] = process.argv.slice(2);
const option = (name: string) => args.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3);

const base = `/${option('base') ?? process.env.ALPHAEDIT_DOCS_BASE ?? ''}/`.replace(/\/{2,}/g, '/');
const out = option('out') ?? join(docs, 'dist');

if (command === 'build') report(await buildSite({ root, out, base }), out);
else if (command === 'dev') {
  const { problems, folder } = await assembleSite(root, join(docs, '.site'));
  report(problems, folder);
  vitepress('dev');
} else if (command === 'results') recordResults(root, args.length > 0 ? args : undefined);
else if (command === 'preview') vitepress('preview');
else if (command === 'picture') {
  const result = JSON.parse(readFileSync(join(root, README_PICTURE.result), 'utf8'));
  writeFileSync(join(root, README_PICTURE.picture), `${await readmePicture(result)}\n`);
} else {
  process.stderr.write(`There is no "${command}": use build, dev, preview, results or picture.\n`);
  process.exitCode = 2;
}

function report(problems: readonly string[], made: string): void {
  for (const problem of problems) process.stderr.write(`✗ ${problem}\n`);
  process.stderr.write(problems.length > 0 ? `${problems.length} problems.\n` : `The site is in ${made}.\n`);
  if (problems.length > 0) process.exitCode = 1;
}

function vitepress(what: string): void {
  spawnSync('pnpm', ['exec', 'vitepress', what, docs, '--base', base], { stdio: 'inherit', cwd: docs });
}
