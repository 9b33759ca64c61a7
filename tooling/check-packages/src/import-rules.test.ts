// The rules are only worth something if a file that breaks one is found: each is broken here once.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const rules = fileURLToPath(new URL('../import-rules.cjs', import.meta.url));
const depcruise = fileURLToPath(
  new URL('../node_modules/dependency-cruiser/bin/dependency-cruise.mjs', import.meta.url),
);

function broken(files: Readonly<Record<string, string>>): string[] {
  const root = mkdtempSync(join(tmpdir(), 'import-rules-'));
  try {
    for (const [path, text] of Object.entries({ 'tsconfig.json': '{}', ...files })) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    const args = [depcruise, 'packages', '--config', rules, '--output-type', 'json'];
    const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
    if (!stdout) throw new Error(stderr);
    const { violations } = JSON.parse(stdout).summary as {
      violations: { from: string; to: string; rule: { name: string } }[];
    };
    return violations.map(({ from, to, rule }) => `${rule.name}: ${from} → ${to}`).sort();
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

it('finds every way of breaking them, and nothing else', () => {
  expect(
    broken({
      // A main entry that reaches Node, by a file between, and one that goes through /node.
      'packages/linalg/src/index.ts': "export { a } from './a';\n",
      'packages/linalg/src/a.ts': "import 'node:fs';\nexport const a = 1;\n",
      'packages/model/src/index.ts': "export { b } from './node/b';\n",
      'packages/model/src/node/b.ts': 'export const b = 1;\n',
      // The same by a type alone, and what may be done behind /node.
      'packages/engine/src/index.ts': "import type { c } from './node/c';\nexport type C = typeof c;\n",
      'packages/engine/src/node/c.ts':
        "import type { CpuInfo } from 'node:os';\nexport const c = {} as CpuInfo;\n",
      'packages/files/src/index.ts': "import 'node:fs';\nexport const j = 1;\n",
      'packages/artifacts/src/index.ts':
        "import type { j } from '../../files/src/index';\nexport type J = typeof j;\n",
      'packages/covariance/src/node/d.ts': "import 'node:fs/promises';\n",
      // A stage that knows another, by path too; its test may.
      'packages/eval/src/e.ts': "import '../../editors/src/f';\n",
      'packages/eval/src/e.test.ts': "import '../../editors/src/f';\n",
      'packages/editors/src/f.ts': 'export const f = 1;\n',
      // Two files that need each other.
      'packages/report/src/g.ts': "import './h';\n",
      'packages/report/src/h.ts': "import './g';\n",
      'packages/spec/src/i.ts': "import './gone';\n",
    }),
  ).toEqual([
    'everything-resolves: packages/spec/src/i.ts → ./gone',
    'main-entries-run-in-a-browser: packages/artifacts/src/index.ts → fs',
    'main-entries-run-in-a-browser: packages/artifacts/src/index.ts → packages/files/src/index.ts',
    'main-entries-run-in-a-browser: packages/engine/src/index.ts → os',
    'main-entries-run-in-a-browser: packages/engine/src/index.ts → packages/engine/src/node/c.ts',
    'main-entries-run-in-a-browser: packages/linalg/src/index.ts → fs',
    'main-entries-run-in-a-browser: packages/model/src/index.ts → packages/model/src/node/b.ts',
    'no-cycles: packages/report/src/g.ts → packages/report/src/h.ts',
    'no-path-into-another-package: packages/artifacts/src/index.ts → packages/files/src/index.ts',
    'no-path-into-another-package: packages/eval/src/e.test.ts → packages/editors/src/f.ts',
    'no-path-into-another-package: packages/eval/src/e.ts → packages/editors/src/f.ts',
    'stages-meet-in-spec: packages/eval/src/e.ts → packages/editors/src/f.ts',
  ]);
});
