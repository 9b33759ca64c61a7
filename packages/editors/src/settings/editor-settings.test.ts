import type { EditorSetting } from '@alphaedit/spec';
import { describe, expect, it } from 'vitest';
import { describeRange, editorById, editors, resolveEditorSettings } from '../index.js';

const settings: Record<string, EditorSetting> = {
  share: { type: 'number', default: 0.4, above: 0, maximum: 1, meaning: 'a share' },
  steps: { type: 'integer', default: 25, minimum: 1, meaning: 'steps' },
  compat: { type: 'choice', default: 'corrected', choices: ['corrected', 'official'], meaning: 'form' },
  strict: { type: 'boolean', default: true, meaning: 'strictness' },
};
const editor = { id: 'mine', settings };

describe('resolveEditorSettings', () => {
  it('fills in the defaults', () => {
    expect(resolveEditorSettings(editor)).toEqual({
      share: 0.4,
      steps: 25,
      compat: 'corrected',
      strict: true,
    });
    expect(resolveEditorSettings(editor, { share: 1, compat: 'official' })).toMatchObject({
      share: 1,
      steps: 25,
      compat: 'official',
    });
  });

  it('refuses a name the editor does not know, and lists those it does', () => {
    const known = Object.keys(settings);
    for (const name of ['shares', 'constructor']) {
      expect(() => resolveEditorSettings(editor, { [name]: 1 })).toThrowError(
        expect.objectContaining({
          code: 'unknown-setting',
          message: expect.stringContaining(name),
          hint: expect.stringContaining(known.join(', ')),
        }),
      );
    }
  });

  it.each([
    ['share', 0],
    ['share', 1.01],
    ['share', Number.NaN],
    ['share', '0.4'],
    ['steps', 0],
    ['steps', 1.5],
    ['compat', 'published'],
    ['strict', 1],
  ])('refuses %s = %s and says what it must be', (name, value) => {
    expect(() => resolveEditorSettings(editor, { [name]: value })).toThrowError(
      expect.objectContaining({
        code: 'setting-out-of-range',
        message: expect.stringContaining(describeRange(settings[name]!)),
      }),
    );
  });
});

it('every editor has defaults within its own ranges, and no name that all share', () => {
  const shared = ['layers', 'zSteps', 'mom2UpdateWeight', 'L2', 'nullSpaceThreshold', 'clampNormFactor'];
  for (const { id } of editors) {
    const { settings: own = {} } = editorById(id);
    const defaults = Object.fromEntries(
      Object.entries(own).map(([name, { default: value }]) => [name, value]),
    );
    expect(resolveEditorSettings(editorById(id), defaults)).toEqual(defaults);
    expect(Object.keys(own).filter((name) => shared.includes(name))).toEqual([]);
  }
});
