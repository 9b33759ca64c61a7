import { describe, expect, it } from 'vitest';
import { editorName } from './editor-name.js';

const refusal = (code: string, hint = '') =>
  expect.objectContaining({ code, kind: 'input', hint: expect.stringContaining(hint) });

describe('editorName', () => {
  it.each([
    ['ridge', 'ridge'],
    ['plain-ridge', 'plainRidge'],
    ['l2-norm-2', 'l2Norm2'],
    ['of', 'of'],
    ['new-ridge', 'newRidge'],
  ])('spells %s as %s in code', (id, identifier) => {
    expect(editorName(id)).toEqual({ id, identifier });
  });

  it.each([
    ['PlainRidge', ': plain-ridge.'],
    ['plainRidge', ': plain-ridge.'],
    ['plain_ridge', ': plain-ridge.'],
    [' ridge ', ': ridge.'],
    ['../ridge', ': ridge.'],
    ['plain--ridge', ': plain-ridge.'],
    ['ridge-', ': ridge.'],
    ['2-norm', 'as in plain-ridge'],
    ['größer', ': gr-er.'],
    ['', 'as in plain-ridge'],
    ['x'.repeat(49), 'at most 48 characters, as in'],
  ])('refuses "%s" as not kebab-case', (id, hint) => {
    expect(() => editorName(id)).toThrowError(refusal('editor-name-not-kebab-case', hint));
  });

  it.each([
    'new',
    'default',
    'enum',
    'yield',
    'let',
    'static',
    'await',
    'eval',
    'arguments',
    'undefined',
    'parse-int',
    'global-this',
    'constructor',
    'to-string',
    'all',
  ])('refuses "%s" as reserved', (id) => {
    expect(() => editorName(id)).toThrowError(refusal('editor-name-reserved', `${id}-ridge`));
  });
});
