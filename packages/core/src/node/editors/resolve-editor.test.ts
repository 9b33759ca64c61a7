import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { temporaryFolder } from '@alphaedit/testing';
import { describe, expect, it } from 'vitest';
import { resolveEditor } from './resolve-editor.js';

const folder = temporaryFolder();

function install(name: string, source: string, manifest: object = {}): void {
  const files = {
    'package.json': JSON.stringify({
      name,
      version: '1.2.3',
      type: 'module',
      exports: './index.js',
      ...manifest,
    }),
    'index.js': source,
  };
  for (const [file, text] of Object.entries(files)) {
    const path = folder('node_modules', name, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

const editor = (id: string, changes = '') =>
  `{ specificationVersion: 'v1', id: '${id}', requires: [], supports: { batch: true, sequential: false }, async doPlan() {}, ${changes} }`;

const resolve = (wanted: string) => resolveEditor(wanted, folder('deep', 'down'));

describe('resolveEditor', () => {
  it('takes the ids of this project', async () => {
    expect(await resolve('memit')).toMatchObject({ name: 'memit', editor: { id: 'memit' } });
    await expect(resolve('nothing')).rejects.toMatchObject({ code: 'unknown-editor' });
  });

  it('takes the only editor of a package, and the function that makes it', async () => {
    install('as-value', `export const helper = 1; export const mine = ${editor('mine')};`);
    install(
      '@scope/as-function',
      `export default () => (${editor('made')}); export const other = ${editor('other')};`,
    );
    expect(await resolve('npm:as-value')).toMatchObject({
      name: 'npm:as-value@1.2.3',
      editor: { id: 'mine' },
    });
    expect(await resolve('npm:@scope/as-function')).toMatchObject({
      name: 'npm:@scope/as-function@1.2.3',
      editor: { id: 'made' },
    });
    expect(await resolve('npm:@scope/as-function#other')).toMatchObject({
      name: 'npm:@scope/as-function@1.2.3#other',
      editor: { id: 'other' },
    });
  });

  it('reads conditions of exports, and main where there are none', async () => {
    const source = `export const mine = ${editor('mine')};`;
    install('conditions', source, {
      exports: { '.': { types: './index.d.ts', require: './no.cjs', import: { default: './index.js' } } },
    });
    install('with-main', source, { exports: undefined, main: 'index.js' });
    expect((await resolve('npm:conditions')).editor.id).toBe('mine');
    expect((await resolve('npm:with-main')).editor.id).toBe('mine');
  });

  it('says what is wrong with a package', async () => {
    install('throws', `throw new Error('no such luck');`);
    install('several', `export const a = ${editor('a')}; export const b = ${editor('b')};`);
    install('none', 'export const a = 1; export class B { constructor(x) { x.y } }');
    install('later', `export const a = ${editor('a', "specificationVersion: 'v2'")};`);
    const refused = (wanted: string) => expect(resolve(wanted)).rejects;
    await refused('npm:absent').toMatchObject({ code: 'editor-not-installed', kind: 'input' });
    await refused('npm:../as-value').toMatchObject({ code: 'editor-not-installed' });
    await refused('npm:throws').toMatchObject({
      code: 'editor-import-failed',
      message: expect.stringContaining('no such luck'),
    });
    await refused('npm:several').toMatchObject({
      code: 'no-editor-export',
      hint: expect.stringContaining('#b'),
    });
    await refused('npm:several#c').toMatchObject({ code: 'no-editor-export' });
    await refused('npm:none').toMatchObject({ code: 'no-editor-export' });
    await refused('npm:later').toMatchObject({ code: 'unsupported-editor', kind: 'input' });
  });
});
