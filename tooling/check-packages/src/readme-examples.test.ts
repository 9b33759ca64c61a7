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
import ts from 'typescript';
import { afterAll, beforeAll, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));
/** Inside this package, which has all the others: an example imports what its reader has installed. */
const written = mkdtempSync(fileURLToPath(new URL('../.readme-', import.meta.url)));
const folder = mkdtempSync(join(tmpdir(), 'readme-'));

const examples = readdirSync(join(root, 'packages')).map((name) => {
  const readme = readFileSync(join(root, 'packages', name, 'README.md'), 'utf8');
  const code = /^```ts\n(.*?)^```$/ms.exec(readme)?.[1];
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
it.each(examples.filter(({ name }) => name !== 'conformance'))('that of $name runs', ({ file }) => {
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), '--conditions=alphaedit-source', file],
    { cwd: folder, encoding: 'utf8', env: { ...process.env, ALPHAEDIT_ENGINE: 'wasm' } },
  );
  expect(status, stderr).toBe(0);
});
