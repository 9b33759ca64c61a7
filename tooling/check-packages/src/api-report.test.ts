import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { apiReport } from './api-report.js';
import { REPOSITORY_ROOT } from './repository-root.js';

/** In the package itself: it imports what that may. */
const folder = mkdtempSync(join(REPOSITORY_ROOT, 'packages/linalg/.readme-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('shows what is exported with its types, sorted, without comments and bodies', () => {
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  write(
    'part.ts',
    '/** Twice. */\nexport const twice = (x: number) => 2 * x;\nexport const hidden = 1;\nexport type Side = "left" | "right";\n',
  );
  write(
    'index.ts',
    "export { type Side, twice } from './part.js';\nexport { throwIfAborted } from '@alphaedit/spec';\n",
  );
  const report = apiReport('part', [{ name: 'part', source: join(folder, 'index.ts') }]);
  expect(report.slice(report.indexOf('```ts'))).toBe(
    [
      '```ts',
      'export const twice: (x: number) => number;',
      '',
      'export type Side = "left" | "right";',
      '',
      "export { throwIfAborted } from '@alphaedit/spec';",
      '```',
      '',
    ].join('\n'),
  );
});
