// The first example of every package's README is a program: it is compiled against the sources, and run.
import { spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nodeArguments } from '@alphaedit/testing';
import ts from 'typescript';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { firstProgram } from './first-program.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
/** Inside this package, which has all the others: an example imports what its reader has installed. */
const written = mkdtempSync(fileURLToPath(new URL('../.readme-', import.meta.url)));
const folder = mkdtempSync(join(tmpdir(), 'readme-'));

const packages = readdirSync(join(root, 'packages')).map((name) => ({ name, path: `packages/${name}` }));
/** That of the whole repository is run where it is meant to: in an empty folder, by `try-install.ts`. */
const whole = { name: 'alphaedit', path: '.' };
const examples = [...packages, whole].map(({ name, path }) => {
  const code = firstProgram(readFileSync(join(root, path, 'README.md'), 'utf8'));
  return { name, file: join(written, `${name}.ts`), code };
});

beforeAll(() => {
  for (const { file, code } of examples) if (code) writeFileSync(file, code);
  mkdirSync(join(folder, 'models'));
  symlinkSync(join(root, 'models', 'demo'), join(folder, 'models', 'demo'));
});
afterAll(() => {
  rmSync(written, { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
});

it('every package has one, and all compile', () => {
  expect(examples.filter(({ code }) => code === undefined).map(({ name }) => name)).toEqual([]);
  const { config } = ts.readConfigFile(join(root, 'tsconfig.base.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const program = ts.createProgram(
    examples.map(({ file }) => file),
    { ...options, noUnusedLocals: true },
  );
  const problems = ts
    .getPreEmitDiagnostics(program)
    .map(
      ({ file, messageText }) =>
        `${basename(file?.fileName ?? '')}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
    );
  expect(problems).toEqual([]);
});

// The one of `conformance` is a test file.
it.each(examples.filter(({ name }) => !['conformance', whole.name].includes(name)))(
  'that of $name runs',
  ({ file }) => {
    const { status, stderr } = spawnSync(process.execPath, [...nodeArguments(), file], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(status, stderr).toBe(0);
  },
);
