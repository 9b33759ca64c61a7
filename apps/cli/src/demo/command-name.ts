import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * How to run the command from `folder`: through npx where it is installed in a project there or above, or was started
 * by npx; by its name where it is installed for the whole machine.
 */
export function commandName(folder: string, env: NodeJS.ProcessEnv): 'alphaedit' | 'npx alphaedit' {
  if (env.npm_command === 'exec') return 'npx alphaedit';
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, 'node_modules', '.bin', 'alphaedit'))) return 'npx alphaedit';
    if (at === dirname(at)) return 'alphaedit';
  }
}
