import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Warning } from '@alphaedit/spec';
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

const from = folder('deep', 'down');
const resolve = (wanted: string) => resolveEditor(wanted, { from });

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

  it('says that a package is code before it runs, and runs none where it must not', async () => {
    install('noisy', `globalThis.ran = true; export default ${editor('noisy')};`);
    const ran = () => Reflect.get(globalThis, 'ran') === true;
    const refused = resolveEditor('npm:noisy', { from, loadPackages: false });
    await expect(refused).rejects.toMatchObject({ code: 'editor-not-loaded', data: { version: '1.2.3' } });
    expect(ran()).toBe(false);
    const told: string[] = [];
    const onWarning = ({ code }: Warning) => {
      told.push(code);
      expect(ran()).toBe(false);
    };
    await resolveEditor('memit', { from, loadPackages: false, onWarning });
    expect(told).toEqual([]);
    await resolveEditor('npm:noisy', { from, onWarning });
    expect(told).toEqual(['editor-from-package']);
    expect(ran()).toBe(true);
  });

  it.each([
    ['exports', { exports: '../../../outside.js' }],
    ['exports with conditions', { exports: { '.': { import: './../outside.js' } } }],
    ['main', { exports: undefined, main: '../outside.js' }],
    ['a package of its own', { exports: './node_modules/other/index.js' }],
    ['a link', { exports: './link.js' }],
  ])('loads nothing from outside a package: %s', async (_, manifest) => {
    writeFileSync(folder('outside.js'), `export default ${editor('outside')};`);
    writeFileSync(folder('node_modules', 'outside.js'), `export default ${editor('outside')};`);
    install('leaves', `export default ${editor('own')};`, manifest);
    const link = folder('node_modules', 'leaves', 'link.js');
    if (!existsSync(link)) symlinkSync(folder('outside.js'), link);
    await expect(resolve('npm:leaves')).rejects.toMatchObject({ code: 'editor-outside-package' });
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
