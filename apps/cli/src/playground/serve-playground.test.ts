import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { servePlayground } from './serve-playground.js';

let folder: string;
let server: Awaited<ReturnType<typeof servePlayground>>;
const WEIGHTS = 'model.safetensors';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alphaedit-serve-'));
  const write = async (name: string, content: string) => {
    await mkdir(join(folder, name, '..'), { recursive: true });
    await writeFile(join(folder, name), content);
  };
  await write('page/index.html', '<p>page</p>');
  await write('page/assets/page.js', 'page');
  await write('page/model/config.json', 'the page’s own');
  await write('mine/config.json', 'mine');
  await write(`mine/${WEIGHTS}`, '0123456789');
  await write('mine/secret.env', 'secret');
  await write('outside.txt', 'outside');
  server = await servePlayground({
    page: join(folder, 'page'),
    model: join(folder, 'mine'),
    weights: [WEIGHTS],
    port: 0,
  });
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

interface Got {
  readonly status: number;
  readonly text: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** A request exactly as written: `fetch` would tidy up the path. */
function get(
  path: string,
  options: { headers?: Record<string, string>; method?: string } = {},
): Promise<Got> {
  const { hostname, port } = new URL(server.url);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path, ...options }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part) => {
        text += part;
      });
      response.on('end', () => resolve({ status: response.statusCode!, text, headers: response.headers }));
    });
    sent.on('error', reject).end();
  });
}

it('is on the loopback interface, with the page and the files of the model', async () => {
  expect(new URL(server.url).hostname).toBe('127.0.0.1');
  expect(await get('/')).toMatchObject({ status: 200, text: '<p>page</p>' });
  expect(await get('/assets/page.js?v=1')).toMatchObject({ status: 200, text: 'page' });
  expect(await get('/model/config.json')).toMatchObject({ status: 200, text: 'mine' });
  const { text, headers } = await get('/model/files.json');
  expect(JSON.parse(text)).toEqual({
    name: 'mine',
    files: [
      { name: 'config.json', size: 4 },
      { name: WEIGHTS, size: 10 },
    ],
    ranges: true,
  });
  expect(headers['content-security-policy']).toContain("default-src 'self'");
});

it.each([
  '/model/secret.env',
  '/model/../secret.env',
  '/model/..%2f..%2foutside.txt',
  '/../outside.txt',
  '/%2e%2e/outside.txt',
  '/assets/..%5c..%5coutside.txt',
  '/model/',
  '/model/%',
  '/model/config.json%00',
  '//etc/passwd',
])('gives nothing for %s', async (path) => {
  const { status, text } = await get(path);
  expect(status).toBe(404);
  expect(text).not.toMatch(/secret|outside|root/);
});

it('answers to its own address only, and to reading only', async () => {
  const port = new URL(server.url).port;
  expect(await get('/', { headers: { host: `localhost:${port}` } })).toMatchObject({ status: 200 });
  expect(await get('/', { headers: { host: 'evil.example' } })).toMatchObject({ status: 403 });
  expect(await get('/', { headers: { host: '127.0.0.1' } })).toMatchObject({ status: 403 });
  expect(await get('/', { method: 'POST' })).toMatchObject({ status: 405 });
});

it('gives parts of files', async () => {
  const part = (range: string) => get(`/model/${WEIGHTS}`, { headers: { range } });
  const { status, text, headers } = await part('bytes=2-4');
  expect([status, text, headers['content-range']]).toEqual([206, '234', 'bytes 2-4/10']);
  expect(await part('bytes=10-')).toMatchObject({ status: 416 });
  expect(await get(`/model/${WEIGHTS}`, { method: 'HEAD' })).toMatchObject({ status: 200, text: '' });
});

it('says when a port is taken', async () => {
  const taken = Number(new URL(server.url).port);
  const options = { page: join(folder, 'page'), model: join(folder, 'mine'), weights: [], port: taken };
  await expect(servePlayground(options)).rejects.toMatchObject({ code: 'port-unavailable' });
});
