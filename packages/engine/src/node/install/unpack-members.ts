import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { throwIfAborted } from '@alphaedit/spec';
import { type Entry, openPromise } from 'yauzl';
import { ensureSpace } from './ensure-space.js';
import { installError } from './install-error.js';
import type { InstallWork } from './install-work.js';

/** Which files of a wheel are taken: each that begins with `prefix`, to `folder` and what follows the prefix. */
export type Member = readonly [prefix: string, folder: string];

/**
 * Takes some of a wheel's files into a folder.
 *
 * @param what they are, for messages
 * @throws {EngineError} `wheel-incomplete` where it has none for one of the prefixes, `disk-full`
 */
export async function unpackMembers(
  wheel: string,
  into: string,
  members: readonly Member[],
  what: string,
  { signal, onProgress }: InstallWork,
): Promise<void> {
  const zip = await openPromise(wheel, { lazyEntries: true, autoClose: false });
  try {
    const wanted: { entry: Entry; to: string }[] = [];
    for await (const entry of zip.eachEntry()) {
      const member = members.find(([prefix]) => entry.fileName.startsWith(prefix));
      if (member === undefined || entry.fileName.endsWith('/')) continue;
      const [prefix, folder] = member;
      wanted.push({ entry, to: join(into, folder + entry.fileName.slice(prefix.length)) });
    }
    const missing = members.filter(
      ([prefix]) => !wanted.some(({ entry }) => entry.fileName.startsWith(prefix)),
    );
    if (missing.length > 0) {
      throw installError(
        'wheel-incomplete',
        `The wheel with ${what} lacks ${missing.map(([prefix]) => prefix).join(', ')}.`,
        'Clear the cache (`pip cache purge`) and run this again.',
      );
    }

    const total = wanted.reduce((sum, { entry }) => sum + entry.uncompressedSize, 0);
    await mkdir(into, { recursive: true });
    await ensureSpace(into, total, what);
    let done = 0;
    for (const { entry, to } of wanted) {
      throwIfAborted(signal, `unpacking ${what}`);
      await mkdir(dirname(to), { recursive: true });
      const count = new Transform({
        transform(chunk: Buffer, _encoding, next) {
          done += chunk.length;
          onProgress?.({ stage: `unpack ${what}`, done, total, unit: 'bytes' });
          next(null, chunk);
        },
      });
      await pipeline(await zip.openReadStreamPromise(entry), count, createWriteStream(to), { signal });
    }
  } finally {
    zip.close();
  }
}
