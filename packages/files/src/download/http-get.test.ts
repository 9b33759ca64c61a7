import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { httpGet } from './http-get.js';
import { printableAddress } from './printable-address.js';
import { TransientError } from './transient-error.js';
import { UnusableAnswer } from './unusable-answer.js';

let servers: Server[] = [];
const serve = async (answer: RequestListener): Promise<string> => {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};
afterEach(async () => {
  for (const server of servers) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
  servers = [];
});

/** All that an error says, also in what it was caused by. */
const allOf = (error: unknown): string => {
  const { message, stack, cause, ...rest } = error as Error;
  return JSON.stringify([message, stack, rest, cause ? allOf(cause) : '']);
};

it('takes a secret to the origin of the address and no further', async () => {
  const asked: (string | undefined)[] = [];
  const store = await serve((request, response) => {
    asked.push(request.headers.authorization);
    response.end('bytes');
  });
  const hub = await serve((request, response) => {
    asked.push(request.headers.authorization);
    const location = request.url === '/a' ? '/b' : `${store}/blob?signature=s`;
    response.writeHead(302, { location }).end();
  });
  const seen: (string | null)[] = [];
  const onRedirect = (headers: Headers) => void seen.push(headers.get('location'));
  const response = await httpGet(`${hub}/a`, { secret: { authorization: 'Bearer hush' }, onRedirect });
  expect(await response.text()).toBe('bytes');
  expect(asked).toEqual(['Bearer hush', 'Bearer hush', undefined]);
  expect(seen).toEqual(['/b', `${store}/blob?signature=s`]);
});

it.each([
  ['/round', /redirects more than 5 times$/],
  ['file:///etc/passwd', /redirects to file:\/\/$/],
  ['data:text/plain,x', /redirects to data:\/\/$/],
  ['http://[', /redirects to no address$/],
  ['http://me:hush@127.0.0.1:1/', /the address of 127\.0\.0\.1:1 holds a password$/],
])('does not follow a redirect to %s', async (location, why) => {
  let asked = 0;
  const url = await serve((_, response) => {
    asked++;
    response.writeHead(302, { location }).end();
  });
  const error: unknown = await httpGet(url).catch((thrown) => thrown);
  expect(error).toBeInstanceOf(UnusableAnswer);
  expect((error as Error).message).toMatch(why);
  expect(allOf(error)).not.toContain('hush');
  expect(asked).toBeLessThanOrEqual(6);
});

it.each([
  ['a password in the address', 'http://me:hush@127.0.0.1:1/', {}],
  ['a header that cannot be sent', 'http://127.0.0.1:1/', { secret: { authorization: 'Bearer hush\nhush' } }],
])('does not tell %s', async (_, url, options) => {
  const error: unknown = await httpGet(url, options).catch((thrown) => thrown);
  expect(error).toBeInstanceOf(UnusableAnswer);
  expect(allOf(error)).not.toContain('hush');
});

it('tells what may pass', async () => {
  const busy = await serve((_, response) => response.writeHead(429, { 'retry-after': '2' }).end());
  await expect(httpGet(busy)).rejects.toMatchObject({ name: 'TransientError', wait: 2000 });
  servers.pop()!.close();
  await expect(httpGet(busy)).rejects.toThrow(/^127\.0\.0\.1:\d+: ECONNREFUSED$/);
  await expect(httpGet(busy)).rejects.toThrow(TransientError);
});

it.each([
  ['https://hub.example/a', 'https://hub.example/a'],
  ['https://me:hush@hub.example/a?sig=hush#hush', 'https://…@hub.example/a'],
  ['https:me:hu/sh@hub.example', '…@hub.example'],
  ['me:hu@sh@hub.example', '…@hub.example'],
  ['ftp://me:hu/sh@hub.example', 'ftp://…@hub.example'],
])('shows %s as %s', (address, shown) => {
  expect(printableAddress(address)).toBe(shown);
});
