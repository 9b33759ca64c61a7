import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { temporaryTree } from '../../test/temporary-tree.js';
import { packageEntries } from './package-entries.js';
import { writeApiReference } from './write-api-reference.js';

const exports = { '.': { 'alphaedit-source': './src/index.ts' } };
const { root, dispose } = temporaryTree({
  'tsconfig.json': '{ "compilerOptions": { "types": [], "noEmit": true, "strict": true } }',
  'packages/one/package.json': JSON.stringify({ name: '@x/one', version: '1.0.0', exports }),
  'packages/one/src/index.ts': [
    '/** Half of x. */',
    'export const half = (x: number): number => x / 2;',
    'export interface Bare {',
    '  readonly value: number;',
    '}',
    '/** Has a method. */',
    'export interface Told {',
    '  method(): void;',
    '}',
    '',
  ].join('\n'),
  'packages/tool/package.json': JSON.stringify({ name: '@x/tool', private: true, exports }),
});
afterAll(dispose);

describe('the API reference', () => {
  it('has the entries of published packages only', () => {
    expect(packageEntries(root).map(({ specifier }) => specifier)).toEqual(['@x/one']);
  });

  it('finds an export without a doc comment, and only that', async () => {
    const entries = packageEntries(root);
    const problems = await writeApiReference({ root, entries, tsconfig: join(root, 'tsconfig.json') });
    expect(problems).toEqual([expect.stringMatching(/Bare .*does not have any documentation/)]);
  });
});
