import { existsSync } from 'node:fs';
import type { EngineStatus } from '../list-engines.js';
import type { Gpu } from './find-gpu.js';

/** One thing that would make the work faster. */
export interface Hint {
  readonly message: string;
  /** What to type, exactly; absent where no command does it. */
  readonly command?: string;
}

export interface HintRequest {
  readonly engines: readonly EngineStatus[];
  readonly gpu?: Gpu;
  readonly hasLapack: boolean;
  readonly platform?: NodeJS.Platform;
  /** Whether an OpenBLAS can be installed without root. */
  readonly blasWheel?: boolean;
  /** Whether a program's file exists. */
  readonly exists?: (path: string) => boolean;
}

const PACKAGE_MANAGERS = [
  ['/usr/bin/apt', 'sudo apt install libopenblas0'],
  ['/usr/bin/dnf', 'sudo dnf install openblas'],
  ['/sbin/apk', 'sudo apk add openblas'],
  ['/usr/bin/pacman', 'sudo pacman -S openblas'],
] as const;

/** What would make this machine faster, the most effective first. */
export function speedHints(request: HintRequest): readonly Hint[] {
  const { engines, gpu, hasLapack, blasWheel, platform = process.platform, exists = existsSync } = request;
  const has = (id: string) => engines.some((engine) => engine.id === id && engine.available);
  const hints: Hint[] = [];
  if (gpu !== undefined && !has('tensorflow-gpu')) {
    hints.push({
      message: `The ${gpu.name} is not used: the TensorFlow engine for GPUs is not in place.`,
      command: 'alphaedit engine install --gpu',
    });
  }
  if (!has('tensorflow') && !has('tensorflow-gpu')) {
    hints.push({
      message: 'The TensorFlow engine is not in place: models run several times faster on it.',
      command: 'alphaedit engine install',
    });
  }
  if (!hasLapack) {
    const system =
      platform === 'linux' ? PACKAGE_MANAGERS.find(([program]) => exists(program))?.[1] : undefined;
    const command = blasWheel ? 'alphaedit engine install --only openblas' : system;
    hints.push({
      message:
        'No BLAS with LAPACK was found: eigen-decompositions are many times faster with OpenBLAS ' +
        '(ALPHAEDIT_BLAS may name the library).',
      ...(command && { command }),
    });
  }
  return hints;
}
