import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { REPOSITORY_ROOT } from './repository-root.js';

/** Runs a script of this folder as a process of its own; `output` is all it and what it started printed. */
export function runScript(name: string, args: readonly string[], timeout: number) {
  const script = fileURLToPath(new URL(name, import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', script, ...args], {
    cwd: REPOSITORY_ROOT,
    encoding: 'utf8',
    timeout,
    env: { ...process.env, NO_COLOR: '1' },
  });
  return { status, output: `${stdout}\n${stderr}` };
}
