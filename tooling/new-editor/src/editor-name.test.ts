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
    'PlainRidge',
    'plainRidge',
    'plain_ridge',
    ' ridge ',
    '../ridge',
    'plain--ridge',
    'ridge-',
    '2-norm',
    'größer',
    '',
    'x'.repeat(49),
  ])('refuses "%s" as not kebab-case', (id) => {
    expect(() => editorName(id)).toThrowError(refusal('new-editor/name-not-kebab-case', ': plain-ridge.'));
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
    expect(() => editorName(id)).toThrowError(refusal('new-editor/name-reserved', `${id}-ridge`));
  });
});
