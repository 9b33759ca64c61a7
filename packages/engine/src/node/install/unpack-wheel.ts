import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { InstallWork } from './install-work.js';
import { type Member, unpackMembers } from './unpack-members.js';

const LIBRARY = 'libtensorflow_cc.so.2';
const FRAMEWORK = 'libtensorflow_framework.so.2';

/** Where members of the wheel go in the package's `deps` folder: the libraries, and the headers of the C API. */
const MEMBERS: readonly Member[] = [
  [`tensorflow/${LIBRARY}`, `lib/${LIBRARY}`],
  [`tensorflow/${FRAMEWORK}`, `lib/${FRAMEWORK}`],
  ['tensorflow/include/tensorflow/c/', 'include/tensorflow/c/'],
  ['tensorflow/include/tensorflow/core/platform/ctstring', 'include/tensorflow/core/platform/ctstring'],
  ['tensorflow/include/tsl/platform/ctstring', 'include/tsl/platform/ctstring'],
  ['tensorflow/include/xla/tsl/c/', 'include/xla/tsl/c/'],
];

/** Other names the libraries are looked up by; the one with 2.9.1 makes the package's script skip its download. */
const LINKS: readonly (readonly [name: string, target: string])[] = [
  ['libtensorflow.so', LIBRARY],
  ['libtensorflow.so.2', LIBRARY],
  ['libtensorflow.so.2.9.1', LIBRARY],
  ['libtensorflow_framework.so', FRAMEWORK],
];

/**
 * Takes the C library and its headers out of a TensorFlow wheel into `deps`, laid out as tfjs-node expects.
 *
 * @throws {EngineError} `wheel-incomplete`, `disk-full`
 */
export async function unpackWheel(wheel: string, deps: string, work: InstallWork): Promise<void> {
  await unpackMembers(wheel, deps, MEMBERS, 'TensorFlow', work);
  for (const [name, target] of LINKS) await symlink(target, join(deps, 'lib', name));
}
