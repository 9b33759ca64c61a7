import { expect, it } from 'vitest';
import { requirementsOf } from './requirements-of.js';

it('is all an editor may need, or what it says it needs under its settings', () => {
  const editor = { requires: ['secondMoment'] } as const;
  expect(requirementsOf(editor)).toEqual(['secondMoment']);
  const sparing = { ...editor, requiresWith: ({ off }: { off?: unknown }) => (off ? [] : editor.requires) };
  expect(requirementsOf(sparing)).toEqual(['secondMoment']);
  expect(requirementsOf(sparing, { off: true })).toEqual([]);
});
