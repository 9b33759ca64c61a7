import { canReach } from './can-reach.js';
import { findNodeGyp } from './find-node-gyp.js';
import { findNodeHeaders } from './find-node-headers.js';
import { findPip, firstThatWorks } from './find-pip.js';
import { installError } from './install-error.js';
import type { InstallWork } from './install-work.js';

export interface BuildTools {
  /** How pip is called. */
  readonly pip: readonly [string, ...string[]];
  /** The program file of node-gyp. */
  readonly nodeGyp: string;
  /** node-gyp's `nodedir`, where headers are at hand. */
  readonly nodeHeaders: string | undefined;
}

/** What has to be there to build the addon, each with the way to get it. */
const PROGRAMS = [
  {
    what: 'a C++ compiler',
    commands: ['c++', 'g++', 'clang++'],
    code: 'no-compiler',
    hint: 'Install one (Debian and Ubuntu: `apt install build-essential`), then run this again.',
  },
  {
    what: 'make',
    commands: ['make'],
    code: 'no-make',
    hint: 'Install it (Debian and Ubuntu: `apt install build-essential`), then run this again.',
  },
  {
    what: 'Python 3, which node-gyp runs on',
    commands: ['python3', 'python'],
    code: 'no-python',
    hint: 'Install it (Debian and Ubuntu: `apt install python3 python3-pip`), then run this again.',
  },
] as const;

/**
 * Finds what the wheel way needs, before anything is downloaded.
 *
 * @throws {EngineError} `no-compiler`, `no-make`, `no-python`, `no-pip`, `no-node-gyp`,
 *   `no-node-headers`
 */
export async function findBuildTools({ signal, log }: InstallWork): Promise<BuildTools> {
  for (const { what, commands, code, hint } of PROGRAMS) {
    const found = await firstThatWorks(
      commands.map((command) => [command] as const),
      signal,
    );
    if (found === undefined)
      throw installError(code, `Building the addon needs ${what}; there is none.`, hint);
  }
  const pip = await findPip(signal);
  const nodeGyp = findNodeGyp();
  if (nodeGyp === undefined) {
    throw installError(
      'no-node-gyp',
      'Building the addon needs node-gyp, which comes with npm; neither is there.',
      'Install it (`npm install --global node-gyp`), then run this again.',
    );
  }
  const nodeHeaders = findNodeHeaders();
  if (nodeHeaders === undefined && !(await canReach('https://nodejs.org/dist/'))) {
    throw installError(
      'no-node-headers',
      `Building the addon needs the headers of Node ${process.version}; they are not installed and nodejs.org cannot be reached.`,
      'Use a Node from nodejs.org (it brings include/node along), or set npm_config_nodedir to the folder above include/node.',
    );
  }
  log?.(`pip: ${pip.join(' ')}; headers: ${nodeHeaders ?? 'downloaded by node-gyp'}`);
  return { pip, nodeGyp, nodeHeaders };
}
