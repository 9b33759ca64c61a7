// The example of a third-party editor, on packages as npm would get them.
import { describe, expect, it } from 'vitest';
import { packingAbsence } from './packing-absence.js';
import { REPOSITORY_ROOT } from './repository-root.js';
import { runScript } from './run-script.js';

const LIMIT_MS = 600_000;
const missing = packingAbsence(REPOSITORY_ROOT);

describe.skipIf(missing !== undefined)(
  `an editor from outside${missing ? ` (skipped: ${missing})` : ''}`,
  () => {
    it(
      'installs from tarballs, compiles, and passes conformance',
      () => {
        const { status, output } = runScript('try-outside-editor.ts', ['--no-edit'], LIMIT_MS);
        expect(status, output).toBe(0);
        expect(output).toMatch(/Tests\s+\d+ passed/);
      },
      LIMIT_MS,
    );
  },
);
