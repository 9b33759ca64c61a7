// One editor, generated into a copy of the workspace and put through what a pull request is put through.
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyOfWorkspace, type WorkspaceCopy } from './copy-of-workspace.js';

/** A name that is long enough for the formatter to have something to do. */
const NAME = 'a-gentle-but-firm-ridge-over-all-keys';
const { resolve } = createRequire(import.meta.url);
const MAIN = new URL('../src/main.ts', import.meta.url).pathname;

let copy: WorkspaceCopy;
let written: Ended;
let before: Record<string, string>;
beforeAll(async () => {
  copy = copyOfWorkspace();
  before = copy.files();
  const source = ['--import', 'tsx', '--conditions=alphaedit-source', MAIN];
  written = await node([...source, NAME, `--root=${copy.root}`], new URL('..', import.meta.url).pathname);
});
afterAll(() => copy.dispose());

interface Ended {
  readonly status: number | null;
  readonly output: string;
}

function node(args: readonly string[], cwd = copy.root): Promise<Ended> {
  const child = spawn(process.execPath, args, { cwd, env: { ...process.env, NO_COLOR: '1' } });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
  return new Promise((done, fail) => {
    child.on('error', fail).on('close', (status) => done({ status, output }));
  });
}

const read = (path: string) => readFileSync(join(copy.root, path), 'utf8');

/** Puts a configuration into the copy and runs vitest there. */
function vitest(...args: string[]): Promise<Ended> {
  const conditions = { conditions: ['alphaedit-source'] };
  const config = {
    cacheDir: 'cache',
    resolve: conditions,
    ssr: { resolve: conditions },
    test: { include: ['packages/*/test/**/*.test.ts'], testTimeout: 120_000, hookTimeout: 120_000 },
  };
  writeFileSync(join(copy.root, 'vitest.config.mjs'), `export default ${JSON.stringify(config)};\n`);
  return node([join(copy.root, 'node_modules/vitest/vitest.mjs'), 'run', ...args]);
}

describe('an editor that was generated', () => {
  it('is said to be written, with what to do next', () => {
    expect(written.output).toContain(`+ packages/editors/src/methods/${NAME}.ts`);
    expect(written.output).toContain(`npx vitest run packages/editors/test/${NAME}.test.ts`);
    expect(written.status).toBe(0);
  });

  it('adds four files, and to three others no more than it has to', () => {
    const after = copy.files();
    expect(Object.keys(after).filter((path) => after[path] !== before[path])).toEqual(
      expect.arrayContaining([
        `.changeset/editor-${NAME}.md`,
        'packages/editors/README.md',
        `packages/editors/docs/${NAME}.md`,
        `packages/editors/src/methods/${NAME}.ts`,
        'packages/editors/src/index.ts',
        'packages/editors/src/editors.ts',
        `packages/editors/test/${NAME}.test.ts`,
      ]),
    );
    for (const [path, text] of Object.entries(before)) {
      const lines = new Set(after[path]?.split('\n'));
      expect(text.split('\n').filter((line) => !lines.has(line))).toEqual([]);
    }
  });

  it('is the example of the guide', () => {
    const body = (text: string) => text.slice(text.indexOf('export const'));
    const example = before['packages/editors/test/example/plain-ridge.ts']!;
    const expected = body(example)
      .replaceAll('plain-ridge', NAME)
      .replaceAll('plainRidge', 'aGentleButFirmRidgeOverAllKeys');
    expect(body(read(`packages/editors/src/methods/${NAME}.ts`))).toBe(expected);
  });

  it('is clean in style', async () => {
    const { status, output } = await node([resolve('@biomejs/biome/bin/biome'), 'check', 'packages']);
    expect(output).not.toContain('✖');
    expect(status).toBe(0);
  });

  it('has sound types', async () => {
    const config = {
      extends: './tsconfig.base.json',
      include: ['packages/editors/src/editors.ts', `packages/editors/test/${NAME}.test.ts`],
    };
    writeFileSync(join(copy.root, 'tsconfig.json'), JSON.stringify(config));
    const { status, output } = await node([resolve('typescript/bin/tsc'), '--project', 'tsconfig.json']);
    expect(output).toBe('');
    expect(status).toBe(0);
  });

  it('passes conformance, by itself and in the list, with the null-space constraint too', async () => {
    const files = [`${NAME}.test.ts`, 'conformance.test.ts'].map((file) => `packages/editors/test/${file}`);
    const only = `^(the editors on wasm ${NAME}(\\+nullspace)? )?editor conformance`;
    const { status, output } = await vitest(...files, '-t', only);
    expect(output).toMatch(/Test Files +2 passed \(2\)/);
    // The suite three times, and the reference where there is one.
    expect(output).toMatch(/Tests +5[0-9] passed \|/);
    expect(status).toBe(0);
  });

  it('fails conformance once its formula is wrong: the test it comes with can fail', async () => {
    const path = `packages/editors/src/methods/${NAME}.ts`;
    const source = read(path);
    writeFileSync(join(copy.root, path), source.replace('settings.L2', '1.01 * settings.L2'));
    const { status, output } = await vitest(`packages/editors/test/${NAME}.test.ts`, '-t', 'reference');
    writeFileSync(join(copy.root, path), source);
    expect(output).toContain('equals its float64 reference');
    expect(status).toBe(1);
  });
});
