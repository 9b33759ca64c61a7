import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** A folder for one test file, removed at its end: a function from names to paths in it. */
export function temporaryFolder(): (...names: string[]) => string {
  const folder = mkdtempSync(join(tmpdir(), 'alphaedit-test-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return (...names) => join(folder, ...names);
}
