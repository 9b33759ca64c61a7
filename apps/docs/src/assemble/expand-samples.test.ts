import { afterAll, describe, expect, it } from 'vitest';
import { temporaryTree } from '../../test/temporary-tree.js';
import { expandSamples, type UsedSamples } from './expand-samples.js';

const { root, dispose } = temporaryTree({ 'examples/a.ts': '// #region r\nrun();\n// #endregion r\n' });
afterAll(dispose);

const expand = (markdown: string, used: UsedSamples = new Map()) =>
  expandSamples('guide/x', markdown, root, used);

describe('expandSamples', () => {
  it('shows a region of a file, and remembers where', () => {
    const used: UsedSamples = new Map();
    expect(expand('<<< examples/a.ts#r\n', used)).toBe('```ts [examples/a.ts]\nrun();\n```\n');
    expect([...used]).toEqual([['examples/a.ts', ['guide/x']]]);
  });

  it('refuses a file or a region that is gone', () => {
    expect(() => expand('<<< examples/b.ts')).toThrow('guide/x shows examples/b.ts, which does not exist');
    expect(() => expand('<<< examples/a.ts#gone')).toThrow('no closed region "gone"');
  });

  it('refuses code written into the page, and takes command lines', () => {
    expect(() => expand('```ts\nrun();\n```')).toThrow('ts code must come from a file');
    expect(expand('```sh\nalphaedit doctor\n```')).toContain('doctor');
  });
});
