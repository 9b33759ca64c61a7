import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, it } from 'vitest';

const ROOT = process.env.ALPHAEDIT_SHARED ?? fileURLToPath(new URL('../../../../shared', import.meta.url));

/**
 * Reference checkpoints, data and recorded edits live beside the repository, in `../shared` or where
 * `ALPHAEDIT_SHARED` points; they are not part of the project.
 */
export const sharedPath = (...parts: string[]): string => join(ROOT, ...parts);

/** A suite that needs reference material: skipped, with the path in its title, where that is missing. */
export function describeShared(title: string, needed: string, suite: () => void): void {
  if (existsSync(sharedPath(needed))) {
    describe(title, suite);
    return;
  }
  // Not even collected: a suite may read what it needs before its first test.
  describe.skip(`${title} [skipped: put the reference material at ${sharedPath(needed)}]`, () => {
    it('needs reference material', () => undefined);
  });
}
