// What a stranger does first, on packages as npm would get them.
import { describe, expect, it } from 'vitest';
import { packingAbsence } from './packing-absence.js';
import { REPOSITORY_ROOT } from './repository-root.js';
import { runScript } from './run-script.js';

const LIMIT_MS = 600_000;
const missing = packingAbsence(REPOSITORY_ROOT);

describe.skipIf(missing !== undefined)(`an empty folder${missing ? ` (skipped: ${missing})` : ''}`, () => {
  it(
    'takes the tarballs, strictly by engine, and runs the demo and what it says to do next',
    () => {
      const { status, output } = runScript('try-install.ts', [], LIMIT_MS);
      expect(status, output).toBe(0);
      expect(output).toContain('It installs, and edits.');
    },
    LIMIT_MS,
  );
});
