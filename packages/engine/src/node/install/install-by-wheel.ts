import { join } from 'node:path';
import { buildAddon } from './build-addon.js';
import { downloadWheel } from './download-wheel.js';
import { findBuildTools } from './find-build-tools.js';
import { installError } from './install-error.js';
import type { InstallWork } from './install-work.js';
import { PINNED_WHEELS } from './pinned-wheels.js';
import type { StagedPackage } from './stage-package.js';
import { unpackWheel } from './unpack-wheel.js';
import { wheelPlatform } from './wheel-platform.js';

/**
 * The way that needs no CDN: the library from the TensorFlow wheel for Python, which pip brings, and the addon
 * compiled on the spot.
 *
 * @throws {EngineError} `no-wheel-for-platform`, and what its steps throw
 */
export async function installByWheel(stage: StagedPackage, gpu: boolean, work: InstallWork): Promise<void> {
  const wheel = wheelFor(gpu);
  const tools = await findBuildTools(work);
  const file = await downloadWheel(wheel, tools.pip, stage.downloads, work);
  await unpackWheel(file, join(stage.dir, 'deps'), work);
  await buildAddon(stage.dir, tools, work);
}

function wheelFor(gpu: boolean) {
  const { platform, hasGlibc } = wheelPlatform();
  const wheels = PINNED_WHEELS[platform];
  if (wheels !== undefined && hasGlibc) return wheels[gpu ? 'gpu' : 'cpu'];
  throw installError(
    'no-wheel-for-platform',
    `There is no TensorFlow wheel to build from for ${platform}${hasGlibc ? '' : ' without glibc'}.`,
    'Make storage.googleapis.com reachable and run this again; the wasm engine works meanwhile.',
    { platform },
  );
}
