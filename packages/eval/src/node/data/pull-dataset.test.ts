import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pullDataset } from './pull-dataset.js';

const fact = (i: number) => ({
  case_id: i,
  requested_rewrite: {
    prompt: '{} is',
    subject: `S${i}`,
    target_new: { str: 'a' },
    target_true: { str: 'b' },
  },
});
const content = Buffer.from(JSON.stringify(Array.from({ length: 2000 }, (_, i) => fact(i))));
const hash = createHash('sha256').update(content).digest('hex');

let folder: string;
let server: Server;
let base: string;
let requests: IncomingMessage[];
let answer: (request: IncomingMessage, response: ServerResponse) => void;

/** A server of one file that understands ranges. `cut` ends the connection after that many bytes. */
const serve =
  ({ etag = '"v1"', cut }: { etag?: string; cut?: number } = {}) =>
  (request: IncomingMessage, response: ServerResponse) => {
    const [, start] = request.headers.range?.match(/^bytes=(\d+)-$/) ?? [];
    const from = start !== undefined && request.headers['if-range'] === etag ? Number(start) : 0;
    response.writeHead(from > 0 ? 206 : 200, {
      ETag: etag,
      'Content-Length': content.length - from,
      ...(from > 0 && { 'Content-Range': `bytes ${from}-${content.length - 1}/${content.length}` }),
    });
    if (cut === undefined || from + cut >= content.length) response.end(content.subarray(from));
    else {
      response.write(content.subarray(from, from + cut));
      // Not before all of it lies on the disk, however busy the machine is.
      const timer = setInterval(() => {
        if (partSize() < from + cut) return;
        clearInterval(timer);
        response.destroy();
      }, 10);
    }
  };

const partSize = () => (existsSync(`${file()}.part`) ? statSync(`${file()}.part`).size : 0);

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'alphaedit-data-'));
  requests = [];
  answer = serve();
  server = createServer((request, response) => {
    requests.push(request);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/data`;
});

afterEach(async () => {
  rmSync(folder, { recursive: true, force: true });
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const out = () => join(folder, 'sets');
const pull = (more: object = {}) =>
  pullDataset({ name: 'counterfact', out: out(), base, attempts: 1, retryDelay: 1, ...more });
const file = () => join(out(), 'counterfact.json');

describe('pullDataset', () => {
  it('shows the licence first, then brings the file and records what it is', async () => {
    const seen: string[] = [];
    const pulled = await pull({
      onTerms: ({ licence, url }: { licence: string; url: string }) => {
        expect(requests).toEqual([]);
        seen.push(licence, url);
      },
      onProgress: ({ total }: { total: number }) => expect(total).toBe(content.length),
    });
    expect(seen).toEqual([expect.stringContaining('MIT'), `${base}/counterfact.json`]);
    expect(requests[0]!.url).toBe('/data/counterfact.json');
    expect(pulled).toMatchObject({ how: 'fetched', bytes: content.length, sha256: hash, path: file() });
    expect(readFileSync(file())).toEqual(content);
    expect(JSON.parse(readFileSync(pulled.source, 'utf8'))).toMatchObject({
      name: 'counterfact',
      url: `${base}/counterfact.json`,
      licence: expect.stringContaining('MIT'),
      sha256: hash,
    });
    expect(existsSync(`${file()}.part`)).toBe(false);
  });

  it('does not fetch twice, and refuses a file that is not what was recorded', async () => {
    await pull();
    expect(await pull()).toMatchObject({ how: 'present', sha256: hash });
    expect(requests).toHaveLength(1);
    await writeFile(file(), 'changed');
    await expect(pull()).rejects.toMatchObject({ code: 'checksum-differs' });
  });

  it('continues at once where a connection broke', async () => {
    answer = serve({ cut: 100_000 });
    await pull();
    expect(requests.map(({ headers }) => headers.range)).toEqual([
      undefined,
      'bytes=100000-',
      'bytes=200000-',
    ]);
    expect(readFileSync(file())).toEqual(content);
  });

  /** The connection breaks, and the server is not to be reached any more. */
  const breakOff = async () => {
    answer = (request, response) => {
      serve({ cut: 50_000 })(request, response);
      answer = (_, next) => next.destroy();
    };
    await expect(pull()).rejects.toMatchObject({ code: 'download-failed', kind: 'work' });
    expect(existsSync(file())).toBe(false);
    requests.length = 0;
  };

  it('continues later what could not be finished', async () => {
    await breakOff();
    answer = serve();
    await pull();
    expect(requests[0]!.headers.range).toBe('bytes=50000-');
    expect(readFileSync(file())).toEqual(content);
  });

  it('begins anew where the file changed meanwhile', async () => {
    await breakOff();
    answer = serve({ etag: '"v2"' });
    await pull();
    expect(readFileSync(file())).toEqual(content);
  });

  it('begins anew where nothing tells which file a part is of', async () => {
    await mkdir(out(), { recursive: true });
    await writeFile(`${file()}.part`, 'something else');
    await pull();
    expect(requests[0]!.headers.range).toBeUndefined();
    expect(readFileSync(file())).toEqual(content);
  });

  it('keeps nothing of a file with another checksum or that is no data set', async () => {
    await expect(pull({ sha256: 'ab'.repeat(32) })).rejects.toMatchObject({ code: 'checksum-differs' });
    answer = (_, response) => response.end('<html>not here</html>');
    await expect(pull()).rejects.toMatchObject({ code: 'no-facts' });
    expect(existsSync(file())).toBe(false);
    expect(existsSync(`${file()}.part`)).toBe(false);
  });

  it('stops when told to, and continues later', async () => {
    const stop = new AbortController();
    answer = serve({ cut: 50_000 });
    const work = pull({ signal: stop.signal, onProgress: () => stop.abort() });
    await expect(work).rejects.toMatchObject({ code: 'aborted', kind: 'interrupted' });
    answer = serve();
    expect(await pull()).toMatchObject({ how: 'fetched', sha256: hash });
  });

  it('stops while the whole file is checked, and keeps it for later', async () => {
    const stop = new AbortController();
    const onProgress = ({ done }: { done: number }) => void (done === content.length && stop.abort());
    await expect(pull({ signal: stop.signal, onProgress })).rejects.toMatchObject({ code: 'aborted' });
    expect(partSize()).toBe(content.length);
    await pull();
    expect(readFileSync(file())).toEqual(content);
  });

  it('stops while a file that is there is checked', async () => {
    await pull();
    await expect(pull({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'aborted' });
  });

  it('gives up on a silent server', async () => {
    answer = () => {};
    await expect(pull({ attempts: 2, stallTimeout: 100 })).rejects.toMatchObject({
      code: 'download-failed',
      message: expect.stringContaining('the connection was silent for 0.1 s'),
    });
    expect(requests).toHaveLength(2);
  });

  it('gives up on a server that redirects in a circle, without asking again', async () => {
    answer = (_, response) => {
      response.writeHead(302, { location: '/data/counterfact.json' }).end();
    };
    await expect(pull({ attempts: 9 })).rejects.toMatchObject({
      code: 'download-failed',
      message: expect.stringContaining('redirects more than 5 times'),
    });
    expect(requests).toHaveLength(6);
  });

  it.each(['http://me:hush@127.0.0.1:1/sets', 'me:hu/sh@host', 'ftp://hush@host/'])(
    'does not tell the password of the mirror %s',
    async (address) => {
      const error = await pull({ base: address }).catch((thrown) => thrown);
      expect(error).toMatchObject({ code: 'bad-mirror' });
      expect(JSON.stringify([error.message, error.hint, error.data, error.stack])).not.toMatch(/hu(sh|\/)/);
    },
  );

  it('says what is wrong with an answer, a name and a mirror', async () => {
    answer = (_, response) => {
      response.writeHead(404).end();
    };
    await expect(pull()).rejects.toMatchObject({
      code: 'download-failed',
      message: expect.stringContaining('404'),
    });
    await expect(pull({ name: 'luck' })).rejects.toMatchObject({ code: 'unknown-dataset', kind: 'input' });
    await expect(pull({ base: 'ftp://x' })).rejects.toMatchObject({ code: 'bad-mirror' });
    const port = (server.address() as AddressInfo).port;
    await new Promise((resolve) => server.close(resolve));
    await expect(pull({ base: `http://127.0.0.1:${port}` })).rejects.toMatchObject({
      code: 'download-failed',
    });
    server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
});
