import { describe, expect, it } from 'vitest';
import {
  alphaedit,
  boundaryLayers,
  editorById,
  editors,
  memit,
  memitSequential,
  nullSpaceConstrained,
} from './index.js';

describe('editorById', () => {
  it('gives every editor under its own id', () => {
    for (const { id } of editors) expect(editorById(id).id).toBe(id);
  });

  it('puts combinators on from left to right', () => {
    const editor = editorById('rect+nullspace+blue');
    expect(editor).toMatchObject({ id: 'rect+nullspace+blue', requires: ['projector'] });
    expect(editorById('memit+nullspace').requires).toEqual(nullSpaceConstrained(memit()).requires);
    expect(Object.keys(editor.settings!)).toEqual(['share', 'compat']);
  });

  it('leaves what is constrained already as it is', () => {
    for (const id of [
      'alphaedit',
      'betaedit',
      'rect+nullspace',
      'prune+nullspace',
      'rome+nullspace',
      'ft+nullspace',
    ]) {
      expect(editorById(`${id}+nullspace`).id).toBe(id);
    }
    const editor = alphaedit();
    expect(nullSpaceConstrained(editor)).toBe(editor);
    const boundary = boundaryLayers(memitSequential());
    expect(boundaryLayers(boundary)).toBe(boundary);
  });

  it.each([
    ['constructor', 'unknown-editor'],
    ['', 'unknown-editor'],
    ['memit+', 'unknown-editor'],
    ['memit+toString', 'unknown-editor'],
    ['ft+blue', 'not-composable'],
  ])('refuses "%s"', (id, code) => {
    expect(() => editorById(id)).toThrowError(expect.objectContaining({ code, kind: 'input' }));
  });
});

it.each([
  ['memit', [2, 3, 4]],
  ['alphaedit', [2, 3, 4]],
  ['prune', [2, 3, 4]],
  ['rome', [4]],
  ['emmet', [2, 3, 4]],
  ['ft', [4]],
  ['blue', [2, 4]],
  ['memit+blue', [2, 4]],
])('%s says which layers it changes', (id, layers) => {
  expect(editorById(id).editedLayers!([2, 3, 4])).toEqual(layers);
});
