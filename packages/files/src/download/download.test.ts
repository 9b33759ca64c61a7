import { randomBytes } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type DownloadOptions, download } from './download.js';
import { httpGet } from './http-get.js';

const content = Buffer.from(Array.from({ length: 5000 }, (_, i) => i % 251));

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

let folder: string;
let server: Server;
let ranges: (string | undefined)[];
/** What the server does, one answer a request; the last one again and again. */
let answers: Answer[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'files-download-'));
  ranges = [];
  server = createServer((request, response) => {
    ranges.push(request.headers.range);
    const answer = answers.length > 1 ? answers.shift()! : answers[0]!;
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true });
});

/** Not before all of it lies on the disk: a connection that breaks takes along what was not read yet. */
function whenThere(bytes: number, then: () => void): void {
  const timer = setInterval(() => {
    if (!existsSync(`${path()}.part`) || statSync(`${path()}.part`).size < bytes) return;
    clearInterval(timer);
    then();
  }, 5);
}

/** Sends what is asked for, of one version; after `length` bytes of it the connection ends, or is silent. */
const send =
  ({ etag = '"v1"', length = content.length, silent = false } = {}): Answer =>
  ({ headers }, response) => {
    const asked = Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0);
    const start = headers['if-range'] === undefined || headers['if-range'] === etag ? asked : 0;
    response.writeHead(start > 0 ? 206 : 200, {
      etag,
      'content-length': content.length - start,
      ...(start > 0 && { 'content-range': `bytes ${start}-${content.length - 1}/${content.length}` }),
    });
    response.flushHeaders();
    response.write(content.subarray(start, start + length));
    if (start + length >= content.length) response.end();
    else if (!silent) whenThere(start + length, () => response.destroy());
  };
const drop: Answer = (_, response) => response.destroy();
const status =
  (code: number, headers: Record<string, string> = {}): Answer =>
  (_, response) => {
    response.writeHead(code, headers).end();
  };

const path = () => join(folder, 'file');
const fetchFile = (more: Partial<DownloadOptions> = {}) =>
  download({
    path: path(),
    get: (headers, signal) =>
      httpGet(`http://127.0.0.1:${(server.address() as AddressInfo).port}/file`, { headers, signal }),
    giveUp: (cause, attempts) => new RangeError(`${attempts} times: ${cause.message}`, { cause }),
    retryDelay: 1,
    ...more,
  });
const whole = async () => {
  expect(await readFile(path())).toEqual(content);
  expect(await readdir(folder)).toEqual(['file']);
};

describe('download', () => {
  it('puts a file in place, tells how far it is, and does not fetch it again', async () => {
    answers = [send()];
    const seen: (readonly [number, number])[] = [];
    const onProgress: DownloadOptions['onProgress'] = ({ done, total }) => void seen.push([done, total]);
    expect(await fetchFile({ onProgress })).toEqual({ bytes: 5000, how: 'downloaded' });
    await whole();
    expect(seen[0]).toEqual([0, 5000]);
    expect(seen.at(-1)).toEqual([5000, 5000]);
    expect(await fetchFile({ onProgress })).toEqual({ bytes: 5000, how: 'kept' });
    expect(ranges).toHaveLength(1);
  });

  it('takes up what a dropped connection has left, as often as it gets ahead', async () => {
    answers = [send({ length: 1000 })];
    expect(await fetchFile({ attempts: 1 })).toEqual({ bytes: 5000, how: 'downloaded' });
    expect(ranges).toEqual([undefined, 'bytes=1000-', 'bytes=2000-', 'bytes=3000-', 'bytes=4000-']);
    await whole();
  });

  it('takes up what a silent connection has left', async () => {
    answers = [send({ length: 1000, silent: true }), send()];
    await fetchFile({ stallTimeout: 300 });
    await whole();
  });

  /** All that is sent is the start of the file, always from its first byte. */
  const short =
    (...lengths: number[]): Answer =>
    (_, response) => {
      const length = lengths.length > 1 ? lengths.shift()! : lengths[0]!;
      response.writeHead(200, { 'content-length': length }).end(content.subarray(0, length));
    };

  it.each([
    ['drops', drop],
    ['begins to answer and sends nothing', send({ length: 0 })],
    ['is busy', status(503)],
  ])('gives up on a server that %s, and keeps nothing', async (_, answer) => {
    answers = [answer];
    await expect(fetchFile({ attempts: 3 })).rejects.toThrow(/^3 times: /);
    expect(ranges).toHaveLength(3);
    expect(existsSync(path())).toBe(false);
  });

  it.each([
    [404, 'the server answers 404'],
    [204, 'the server answers 204'],
  ])('does not ask again after status %i', async (code, why) => {
    answers = [status(code)];
    await expect(fetchFile()).rejects.toThrow(`1 times: ${why}`);
    expect(ranges).toHaveLength(1);
  });

  it.each([
    ['always as much', short(600), 4],
    ['now more, now less', short(600, 300, 600, 599, 600), 4],
    ['more than ever before, once', short(600, 300, 700, 700, 10, 699), 6],
  ])('gives up on a server that sends less than it listed: %s', async (_, answer, requests) => {
    answers = [answer];
    const error = await fetchFile({ size: 5000, immutable: true, attempts: 4, retryDelay: 0 }).catch(
      (e) => e,
    );
    expect(error).toBeInstanceOf(RangeError);
    expect(error.message).toMatch(/the connection ended after \d+ of 5000 bytes/);
    // The first 600 bytes are progress; after that the attempts count that bring no more.
    expect(ranges).toHaveLength(1 + requests);
  });

  describe('where more comes than may', () => {
    /** Sends without end, as fast as it is taken, and tells how much was sent. */
    const endless = () => {
      const sent = { bytes: 0 };
      const answer: Answer = (_, response) => {
        const chunk = Buffer.alloc(64 * 1024, 7);
        const more = () => {
          while (!response.destroyed && response.write(chunk)) sent.bytes += chunk.length;
          if (!response.destroyed) response.once('drain', more);
        };
        response.writeHead(200, { etag: '"v1"' });
        more();
      };
      return { sent, answer };
    };

    it.each([
      ['than was listed', { size: 5000 }, 5000],
      ['than is taken of a file of unknown size', { maxBytes: 300_000 }, 300_000],
    ])('%s, no byte more is written, and none is kept', async (_, options, limit) => {
      const { sent, answer } = endless();
      answers = [answer];
      let most = 0;
      const watch = setInterval(() => {
        if (existsSync(`${path()}.part`)) most = Math.max(most, statSync(`${path()}.part`).size);
      }, 1);
      const onProgress: DownloadOptions['onProgress'] = ({ done }) => {
        most = Math.max(most, done);
      };
      const work = fetchFile({ ...options, onProgress });
      await expect(work).rejects.toThrow(`1 times: it is longer than ${limit} bytes`);
      clearInterval(watch);
      expect(most).toBeLessThanOrEqual(limit);
      expect(await readdir(folder)).toEqual([]);
      // It is hung up on: what was sent lies in buffers of the system.
      expect(sent.bytes).toBeLessThan(16 * 2 ** 20);
      expect(ranges).toHaveLength(1);
    });

    it('is told before a byte of it where the answer says its length', async () => {
      answers = [send()];
      const seen: number[] = [];
      const work = fetchFile({ size: 4999, onProgress: ({ done }) => void seen.push(done) });
      await expect(work).rejects.toThrow('it is longer than 4999 bytes');
      expect(seen).toEqual([]);
    });

    it('is told before anything is asked where the listing says so', async () => {
      answers = [send()];
      await expect(fetchFile({ size: 2 ** 50, maxBytes: 2 ** 20 })).rejects.toThrow(
        'longer than 1048576 bytes',
      );
      expect(ranges).toEqual([]);
    });
  });

  it('takes a byte now and then for silence', async () => {
    answers = [
      (_, response) => {
        response.writeHead(200, { etag: '"v1"' });
        const timer = setInterval(() => response.write('x'), 20);
        response.on('close', () => clearInterval(timer));
      },
    ];
    const work = fetchFile({ attempts: 1, stallTimeout: 200, maxBytes: 5000 });
    // Each attempt gets ahead by some bytes, until the server is gone.
    setTimeout(() => {
      answers = [drop];
    }, 300);
    await expect(work).rejects.toThrow(RangeError);
    expect(ranges.length).toBeGreaterThan(1);
    expect(ranges[1]).toMatch(/^bytes=\d+-$/);
  });

  it('hangs up where it cannot write', async () => {
    let hungUp = false;
    answers = [
      (_, response) => {
        response.on('close', () => {
          hungUp = true;
        });
        response.writeHead(200);
        response.write(content);
      },
    ];
    await mkdir(`${path()}.part`);
    await expect(fetchFile({ immutable: true })).rejects.toMatchObject({ code: 'output-unwritable' });
    await vi.waitFor(() => expect(hungUp).toBe(true));
  });

  it('fetches a file again that has another size than was listed', async () => {
    await writeFile(path(), 'cut off');
    answers = [send()];
    expect(await fetchFile({ size: 5000 })).toEqual({ bytes: 5000, how: 'downloaded' });
    await whole();
  });

  it('lets one process fetch a file at a time, and tells the other who does', async () => {
    answers = [send({ length: 1000, silent: true }), send()];
    const stop = new AbortController();
    let begun = () => {};
    const first = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const work = fetchFile({
      signal: stop.signal,
      onProgress: ({ done }) => void (done === 1000 && begun()),
    });
    await first;
    await expect(fetchFile()).rejects.toMatchObject({
      code: 'output-locked',
      message: expect.stringContaining(`a download of file (process ${process.pid}`),
    });
    stop.abort();
    await expect(work).rejects.toMatchObject({ code: 'aborted' });
    expect(await fetchFile()).toEqual({ bytes: 5000, how: 'resumed' });
    await whole();
  });

  it('does not ask for the middle of a file that comes compressed', async () => {
    const packed = gzipSync(randomBytes(20_000));
    answers = [
      (_, response) => {
        response.writeHead(200, {
          etag: '"v1"',
          'content-encoding': 'gzip',
          'content-length': packed.length,
        });
        response.end(packed);
      },
    ];
    expect(await fetchFile()).toEqual({ bytes: 20_000, how: 'downloaded' });
    expect(existsSync(`${path()}.part.json`)).toBe(false);
  });

  it('asks a busy server again, after the time it asks for', async () => {
    answers = [status(429, { 'retry-after': '0.05' }), send()];
    const start = performance.now();
    await fetchFile({ retryDelay: 0 });
    expect(performance.now() - start).toBeGreaterThanOrEqual(45);
    await whole();
  });

  describe('where an earlier call was not finished', () => {
    beforeEach(async () => {
      answers = [send({ length: 1000 }), drop];
      await expect(fetchFile({ attempts: 1 })).rejects.toThrow(RangeError);
      ranges = [];
    });

    it('continues the same version', async () => {
      answers = [send()];
      expect(await fetchFile()).toEqual({ bytes: 5000, how: 'resumed' });
      expect(ranges).toEqual(['bytes=1000-']);
      await whole();
    });

    it('continues after what is sure to be on the disk, whatever a power cut has left behind it', async () => {
      await appendFile(`${path()}.part`, Buffer.alloc(3000));
      answers = [send()];
      expect(await fetchFile()).toEqual({ bytes: 5000, how: 'resumed' });
      expect(ranges).toEqual(['bytes=1000-']);
      await whole();
    });

    it.each([
      '',
      '{',
      'null',
      '{"tag":"\\"v1\\""}',
      '{"tag":"\\"v1\\"","bytes":-1}',
      '{"tag":"\\"v1\\"","bytes":1001}',
    ])('begins anew where the note beside the part is %j', async (note) => {
      await writeFile(`${path()}.part.json`, note);
      answers = [send()];
      expect(await fetchFile()).toEqual({ bytes: 5000, how: 'downloaded' });
      expect(ranges).toEqual([undefined]);
      await whole();
    });

    it('begins another version anew', async () => {
      answers = [send({ etag: '"v2"' })];
      await fetchFile();
      await whole();
    });

    it('begins anew where the server has no such part', async () => {
      answers = [status(416), send()];
      await fetchFile();
      expect(ranges).toEqual(['bytes=1000-', undefined]);
      await whole();
    });

    it('begins anew where the version of the part is not known', async () => {
      await rm(`${path()}.part.json`);
      answers = [send()];
      expect(await fetchFile()).toEqual({ bytes: 5000, how: 'downloaded' });
      expect(ranges).toEqual([undefined]);
    });
  });

  it('does not trust a weak tag', async () => {
    answers = [send({ etag: 'W/"v1"', length: 1000 }), drop];
    await expect(fetchFile({ attempts: 1 })).rejects.toThrow(RangeError);
    answers = [send()];
    ranges = [];
    await fetchFile();
    expect(ranges).toEqual([undefined]);
    await whole();
  });

  describe('where the address never changes its content', () => {
    const leave = async (part: Uint8Array, bytes: number) => {
      await writeFile(`${path()}.part`, part);
      await writeFile(`${path()}.part.json`, JSON.stringify({ bytes }));
      answers = [send()];
    };

    it('continues without a tag', async () => {
      await leave(content.subarray(0, 700), 700);
      expect(await fetchFile({ immutable: true, size: 5000 })).toEqual({ bytes: 5000, how: 'resumed' });
      expect(ranges).toEqual(['bytes=700-']);
      await whole();
    });

    it('does not trust what was not flushed', async () => {
      await leave(content.with(800, 255 - content[800]!), 700);
      await fetchFile({ immutable: true });
      expect(ranges).toEqual(['bytes=700-']);
      await whole();
    });

    it.each([
      ['too long a part', Buffer.alloc(6000), 6000, [undefined]],
      ['a whole part', content, 5000, []],
      ['a part of which nothing is known', content, -1, [undefined]],
    ])('knows what to do with %s', async (_, part, bytes, asked) => {
      await leave(part, bytes);
      await fetchFile({ immutable: true, size: 5000 });
      expect(ranges).toEqual(asked);
      await whole();
      expect(await readdir(folder)).toEqual(['file']);
    });
  });

  it('makes an empty file', async () => {
    expect(await fetchFile({ size: 0 })).toEqual({ bytes: 0, how: 'downloaded' });
    expect(await readFile(path())).toHaveLength(0);
  });

  it('removes a file that its check refuses', async () => {
    answers = [send()];
    const check = async (part: string, bytes: number) => {
      expect(await readFile(part)).toHaveLength(bytes);
      throw new TypeError('not the file');
    };
    await expect(fetchFile({ check })).rejects.toThrow('not the file');
    expect(await readdir(folder)).toEqual([]);
  });

  it('stops when told to, also while it waits or checks, and keeps what came', async () => {
    const stop = () => {
      const controller = new AbortController();
      return { signal: controller.signal, abort: () => controller.abort() };
    };
    const [running, waiting, checking] = [stop(), stop(), stop()];
    const onProgress: DownloadOptions['onProgress'] = ({ done }) => done === 1000 && running.abort();
    const check = () => {
      checking.abort();
      return Promise.reject(new Error('stopped'));
    };
    for (const [answer, options] of [
      [send({ length: 1000, silent: true }), { signal: running.signal, onProgress }],
      [
        (...[, response]: Parameters<Answer>) => {
          response.destroy();
          setTimeout(waiting.abort, 50);
        },
        { signal: waiting.signal, retryDelay: 60_000 },
      ],
      [send(), { signal: checking.signal, check }],
    ] as const) {
      answers = [answer];
      await expect(fetchFile(options)).rejects.toMatchObject({
        code: 'aborted',
        message: 'Interrupted: fetching file.',
      });
    }
    expect((await readdir(folder)).sort()).toEqual(['file.part', 'file.part.json']);
    expect(await readFile(`${path()}.part`)).toEqual(content);
  });

  it('says that the folder cannot be written', async () => {
    answers = [send()];
    await expect(fetchFile({ path: join(folder, 'no', 'file') })).rejects.toMatchObject({
      code: 'output-unwritable',
    });
  });
});
