import { AlphaEditError, EngineError } from '@alphaedit/spec';
import type { EngineId } from '../../engine.js';
import { missingNativePart } from '../missing-native-part.js';
import { probeTensorflow } from '../probe-tensorflow.js';
import { type TensorflowPackage, tensorflowPackageDir } from '../tensorflow-package-dir.js';
import { installByPackage } from './install-by-package.js';
import { installByWheel } from './install-by-wheel.js';
import { installError } from './install-error.js';
import type { InstallWork } from './install-work.js';
import { type StagedPackage, stagePackage } from './stage-package.js';

/** Which native engine to install, and how. */
export interface InstallOptions extends InstallWork {
  /** `@tensorflow/tfjs-node-gpu` instead of `@tensorflow/tfjs-node`. */
  readonly gpu?: boolean;
  /** Install again where it is in place and works. */
  readonly force?: boolean;
  /** The npm package to complete; the one this package depends on where left out. */
  readonly packageDir?: string;
}

/** Which engine is in place now, and how it got there. */
export interface InstallResult {
  readonly engine: EngineId;
  /** How it got there. */
  readonly by: 'already-installed' | 'package' | 'wheel';
  /** Of TensorFlow. */
  readonly version: string;
  readonly packageDir: string;
}

/**
 * Puts the native parts of the TensorFlow engine in place: as its npm package does it or, where that cannot
 * reach its server, from the TensorFlow wheel pip brings, with the addon compiled on the spot.
 *
 * All is made beside the package, tried out in a process of its own, and moved into place at the end: an
 * installation that fails or is interrupted leaves the package as it was. Takes about a minute and 1.2 GB while
 * it runs, 0.9 GB afterwards.
 *
 * @throws {EngineError} `package-missing`, `folder-not-writable`, `engine-install-failed` (its data holds what
 *   became of either way)
 * @throws {AbortedError}
 */
export async function installNativeEngine(options: InstallOptions = {}): Promise<InstallResult> {
  const { gpu = false, force = false, signal } = options;
  const name: TensorflowPackage = gpu ? '@tensorflow/tfjs-node-gpu' : '@tensorflow/tfjs-node';
  const packageDir = options.packageDir ?? tensorflowPackageDir(name);
  if (packageDir === undefined) {
    throw installError(
      'package-missing',
      `The npm package ${name} is not installed.`,
      `Install it without its own script, then run this again: npm install --ignore-scripts ${name}@4.22.0`,
      { name },
    );
  }
  const engine: EngineId = gpu ? 'tensorflow-gpu' : 'tensorflow';
  if (!force && missingNativePart(packageDir) === undefined) {
    const probe = await probeTensorflow(packageDir, { gpu, signal });
    if (probe.works) return { engine, by: 'already-installed', version: probe.version, packageDir };
  }

  const stage = await stagePackage(packageDir);
  try {
    const { by, version } = await installStaged(stage, packageDir, gpu, options);
    await stage.commit();
    return { engine, by, version, packageDir };
  } finally {
    await stage.discard();
  }
}

async function installStaged(
  stage: StagedPackage,
  packageDir: string,
  gpu: boolean,
  options: InstallOptions,
): Promise<Pick<InstallResult, 'by' | 'version'>> {
  const ways = [
    { by: 'package', install: () => installByPackage(stage.dir, packageDir, options) },
    { by: 'wheel', install: () => installByWheel(stage, gpu, options) },
  ] as const;
  const failures: { by: string; message: string; hint: string }[] = [];
  for (const { by, install } of ways) {
    try {
      await install();
      const probe = await probeTensorflow(stage.dir, { gpu, signal: options.signal });
      if (!probe.works) throw doesNotWork(probe.why);
      return { by, version: probe.version };
    } catch (error) {
      if (!AlphaEditError.isInstance(error) || error.kind === 'interrupted') throw error;
      options.log?.(`${by}: ${error.message}`);
      failures.push({ by, message: error.message, hint: error.hint });
      await stage.clear();
    }
  }
  const [byPackage, byWheel] = failures as [(typeof failures)[0], (typeof failures)[0]];
  throw new EngineError({
    code: 'engine-install-failed',
    kind: 'work',
    message: `The TensorFlow engine could not be installed. As its package does it: ${byPackage.message} From the wheel: ${byWheel.message}`,
    hint: byWheel.hint,
    data: { failures },
  });
}

function doesNotWork(why: string): EngineError {
  return installError(
    'engine-broken',
    `What was installed does not work: ${why}`,
    'Run again with --verbose for all output.',
    { why },
  );
}
