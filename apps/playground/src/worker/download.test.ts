import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Progress } from '@alphaedit/spec';
import { afterEach, expect, it } from 'vitest';
import { download } from './download.js';

const MANY = 65 * 2 ** 20;
let server: Server;
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

async function serve(listener: RequestListener): Promise<string> {
  server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/model/`;
}

const list = (size: number, ranges = false) =>
  JSON.stringify({ name: 'm', files: [{ name: 'a b.bin', size }], ranges });
const files =
  (size: number, content: string): RequestListener =>
  ({ url }, response) =>
    response.end(url === '/model/files.json' ? list(size) : content);

const work = () => {
  const seen: Progress[] = [];
  return { signal: new AbortController().signal, onProgress: (one: Progress) => seen.push(one), seen };
};

it('downloads every file of the list and tells how far it is', async () => {
  const url = await serve(files(5, 'hello'));
  const watched = work();
  const { name, files: opened } = await download(url, watched);
  expect(name).toBe('m');
  const [file] = opened;
  expect(new TextDecoder().decode(await file!.read(1, 4))).toBe('ell');
  expect(watched.seen.at(-1)).toMatchObject({ stage: 'download', done: 5, total: 5 });
});

it('reads a large file in the parts asked for, where the host can', async () => {
  const asked: string[] = [];
  const url = await serve(({ url, headers }, response) => {
    if (url === '/model/files.json') response.end(list(MANY, true));
    else {
      asked.push(String(headers.range));
      response.writeHead(206).end('abc');
    }
  });
  const { files: opened } = await download(url, work());
  expect(asked).toEqual([]);
  expect(await opened[0]!.read(7, 10)).toEqual(new TextEncoder().encode('abc'));
  expect(asked).toEqual(['bytes=7-9']);
  await expect(opened[0]!.read(0, 2)).rejects.toMatchObject({ code: 'download-failed' });
});

it.each([
  ['is not there', (_: unknown, response: Parameters<RequestListener>[1]) => response.writeHead(404).end()],
  [
    'has a list that is no list',
    (_: unknown, response: Parameters<RequestListener>[1]) => response.end('<p>'),
  ],
  ['is shorter than listed', files(9, 'hello')],
  ['is longer than listed', files(3, 'hello')],
])('fails in words when a file %s', async (_, listener) => {
  const url = await serve(listener as RequestListener);
  await expect(download(url, work())).rejects.toMatchObject({ code: 'download-failed', kind: 'work' });
});

it('stops when told to', async () => {
  const url = await serve(files(5, 'hello'));
  const stopped = { ...work(), signal: AbortSignal.abort() };
  await expect(download(url, stopped)).rejects.toMatchObject({ code: 'aborted' });
});
