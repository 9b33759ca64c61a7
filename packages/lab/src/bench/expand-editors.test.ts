import { editors } from '@alphaedit/editors';
import { describe, expect, it } from 'vitest';
import { expandEditors, liftPairs, plainOf } from './expand-editors.js';

describe('expandEditors', () => {
  it('takes names as they are, once', () => {
    expect(expandEditors('memit, alphaedit,memit')).toEqual(['memit', 'alphaedit']);
    expect(expandEditors(undefined)).toEqual(['alphaedit', 'memit']);
  });

  it('puts the null-space constraint after what it can go into', () => {
    expect(expandEditors('alphaedit,memit', true)).toEqual(['alphaedit', 'memit', 'memit+nullspace']);
    expect(expandEditors(undefined, true)).toEqual([
      'memit',
      'memit+nullspace',
      'prune',
      'prune+nullspace',
      'rect',
      'rect+nullspace',
    ]);
  });

  it('takes every editor for all', () => {
    const all = expandEditors('all');
    expect(all).toEqual(expect.arrayContaining(editors.map(({ id }) => id)));
    expect(all).toContain('rect+nullspace');
    expect(new Set(all).size).toBe(all.length);
  });

  it('refuses what it does not know, and a lift of nothing', () => {
    expect(() => expandEditors('memit,nope')).toThrow(expect.objectContaining({ code: 'unknown-editor' }));
    expect(() => expandEditors('alphaedit', true)).toThrow(
      expect.objectContaining({ code: 'no-null-space-form' }),
    );
  });

  it('finds pairs, and what a form belongs to', () => {
    expect(liftPairs(['memit', 'rect+nullspace', 'memit+nullspace'])).toEqual([
      { plain: 'memit', constrained: 'memit+nullspace' },
    ]);
    expect(['memit', 'memit+nullspace'].map(plainOf)).toEqual(['memit', 'memit']);
  });
});
