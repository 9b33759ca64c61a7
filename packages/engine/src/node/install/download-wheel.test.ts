import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Progress } from '@alphaedit/spec';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { downloadWheel } from './download-wheel.js';
import type { PinnedWheel } from './pinned-wheels.js';

const CONTENT = 'a wheel';

/** Stands in for pip: writes a wheel to `--dest`, and its arguments and temporary folder beside that. */
const PIP = `
const { writeFileSync } = require('node:fs');
const args = process.argv.slice(2);
const dest = args[args.indexOf('--dest') + 1];
writeFileSync(dest + '/call.json', JSON.stringify({ args, tmp: process.env.TMPDIR }));
if (args.at(-1).startsWith('missing')) {
  console.error('ERROR: Could not find a version that satisfies the requirement');
  console.error('ERROR: No matching distribution found');
  process.exit(1);
}
writeFileSync(dest + '/some-1.0-cp311.whl', '${CONTENT}');
`;

describe('downloadWheel', () => {
  let dir: string;
  let pip: [string, string];
  const wheel: PinnedWheel = {
    holds: 'Something',
    package: 'some',
    version: '1.0',
    pythonVersion: '3.11',
    platform: 'manylinux_2_27_x86_64',
    bytes: CONTENT.length,
    sha256: createHash('sha256').update(CONTENT).digest('hex'),
  };

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'alphaedit-wheel-'));
    const script = join(dir, 'pip.cjs');
    writeFileSync(script, PIP);
    pip = [process.execPath, script];
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  it('asks pip for one fixed file, whatever Python is here, and checks it', async () => {
    const progress: Progress[] = [];
    const path = await downloadWheel(wheel, pip, dir, { onProgress: (step) => progress.push(step) });
    expect(readFileSync(path, 'utf8')).toBe(CONTENT);
    const call = JSON.parse(readFileSync(join(dir, 'call.json'), 'utf8'));
    expect(call.args.join(' ')).toContain(
      '--python-version 3.11 --implementation cp --abi cp311 --platform manylinux_2_27_x86_64 --only-binary=:all: some==1.0',
    );
    expect(call.tmp.startsWith(dir)).toBe(true);
    expect(progress[0]).toMatchObject({ done: 0, total: CONTENT.length, unit: 'bytes' });
    expect(progress.at(-1)).toMatchObject({ done: CONTENT.length });
  });

  it('refuses a file with another checksum', async () => {
    const other = { ...wheel, sha256: '0'.repeat(64) };
    await expect(downloadWheel(other, pip, dir, {})).rejects.toMatchObject({
      code: 'checksum-mismatch',
      data: { actual: wheel.sha256 },
    });
  });

  it('passes on why pip could not', async () => {
    const missing = { ...wheel, package: 'missing' };
    await expect(downloadWheel(missing, pip, dir, {})).rejects.toMatchObject({
      code: 'wheel-unavailable',
      message: expect.stringContaining('No matching distribution found'),
    });
  });

  it('does not start where the disk cannot hold it', async () => {
    const huge = { ...wheel, bytes: 2 ** 60 };
    await expect(downloadWheel(huge, pip, dir, {})).rejects.toMatchObject({ code: 'disk-full' });
  });
});
