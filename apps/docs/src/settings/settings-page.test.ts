import { SETTING_NAMES, sharedSettings } from '@alphaedit/core';
import { describe, expect, it } from 'vitest';
import { sourceProgramOf } from '../../test/source-program.js';
import { settingsPage } from './settings-page.js';

const programWith = (members: readonly string[]) =>
  sourceProgramOf(
    '/repo/packages/spec/src/editor.ts',
    `export interface EditSettings {\n${members.join('\n')}\n}\n`,
  );
const told = SETTING_NAMES.map((name) => `  /** ${sharedSettings[name]} */\n  readonly ${name}: number;`);

describe('settingsPage', () => {
  it('tells meaning, range, published name and starting values of every setting', () => {
    const page = settingsPage(programWith(told));
    expect(page).toContain(
      `| \`zSteps\` | ${sharedSettings.zSteps} | whole number ≥ 1 | \`v_num_grad_steps\` |`,
    );
    expect(page).toContain('replaces `nullSpaceThreshold` where given. | number > 0 < 1 |');
    expect(page).toContain('| `layers` | 13, 14, 15, 16, 17 |');
    for (const name of SETTING_NAMES) expect(page).toContain(`| \`${name}\` |`);
  });

  it('refuses a setting that the command explains in other words', () => {
    const other = [...told.slice(1), `  /** Layers. */\n  readonly ${SETTING_NAMES[0]}: number;`];
    expect(() => settingsPage(programWith(other))).toThrow('means one thing in EditSettings and another');
  });

  it('refuses a setting without a doc comment', () => {
    const bare = [...told.slice(1), `  readonly ${SETTING_NAMES[0]}: number;`];
    expect(() => settingsPage(programWith(bare))).toThrow(
      `The setting ${SETTING_NAMES[0]} has no doc comment in EditSettings.`,
    );
  });
});
