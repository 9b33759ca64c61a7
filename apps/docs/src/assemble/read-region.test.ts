import { describe, expect, it } from 'vitest';
import { readRegion } from './read-region.js';

const text = [
  'import x;',
  '  // #region one',
  '  const a = 1;',
  '',
  '    a;',
  '  // #endregion one',
  'end;',
].join('\n');

describe('readRegion', () => {
  it('takes the lines between the markers, without their common indent', () => {
    expect(readRegion(text, 'one', 'f.ts')).toBe('const a = 1;\n\n  a;');
  });

  it('takes the whole text, without markers, where no region is named', () => {
    expect(readRegion(text, undefined, 'f.ts')).toBe('import x;\n  const a = 1;\n\n    a;\nend;');
  });

  it('refuses a region that is missing, not closed or empty', () => {
    expect(() => readRegion(text, 'two', 'f.ts')).toThrow('f.ts has no closed region "two"');
    expect(() => readRegion('// #region one\na', 'one', 'f.ts')).toThrow('no closed region');
    expect(() => readRegion('// #region one\n\n// #endregion one', 'one', 'f.ts')).toThrow('is empty');
  });
});
