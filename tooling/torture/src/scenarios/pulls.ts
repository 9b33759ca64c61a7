import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { alphaedit, isTyped, start } from '../command.js';
import { broken, type Scenario } from '../scenario.js';
import { filesIn, leftoversIn, type World } from '../world.js';

/** Kills in one round at most; then the command may end. */
const KILLS = 6;
const COMMIT = '0123456789abcdef0123456789abcdef01234567';
/** Bytes sent at once, every few milliseconds: slow enough for a kill to meet. */
const SLICE = 4096;

/** A hub on this machine that holds the world's model. */
interface Hub {
  readonly endpoint: string;
  /** Whether a folder has the model's files as they are. */
  holds(folder: string): boolean;
  /** Waits until so many more slices were sent. */
  sent(slices: number): Promise<void>;
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

export const killedPull: Scenario = {
  id: 'killed-pull',
  title:
    'a pull from a hub that drops connections is killed again and again: the files are right, and nothing is left over',
  round: (world, folder, random) =>
    withHub(world, random, async ({ endpoint, holds, sent }) => {
      const pull = pullInto(folder, endpoint);
      let tries = 0;
      for (; tries < KILLS; tries++) {
        const running = start(...pull);
        await Promise.race([sent(1 + Math.floor(8 * random())), running.ended]);
        running.signal('SIGKILL');
        const { code } = await running.ended;
        if (code === 0) break;
      }
      const last = await alphaedit(...pull);
      const failures = broken({
        [`the command goes on (${last.stderr.trim().split('\n').at(-1)})`]: last.code === 0,
        'the files are right': holds(folder),
        'nothing is left over': nothingLeft(folder),
      });
      return { tries: Math.max(tries, 1), failures };
    }),
};

export const twoPulls: Scenario = {
  id: 'two-pulls',
  title: 'two pulls of one model at once: one does it, the other is told who, and the files are right',
  round: (world, folder, random) =>
    withHub(world, random, async ({ endpoint, holds }) => {
      const pull = pullInto(folder, endpoint);
      const both = await Promise.all([alphaedit(...pull), alphaedit(...pull)]);
      const failures = broken({
        'one is done': both.some(({ code }) => code === 0),
        'the other is done, too, or told who is at it': both.every(
          (ended) => ended.code === 0 || (isTyped(ended) && /output-locked/.test(ended.stderr)),
        ),
        'the files are right': holds(folder),
        'nothing is left over': nothingLeft(folder),
      });
      return { tries: 1, failures };
    }),
};

const pullInto = (folder: string, endpoint: string) => [
  ...['pull', 'someone/tiny', '--endpoint', endpoint, '--cache', join(folder, 'cache')],
];

const nothingLeft = (folder: string) =>
  leftoversIn(folder).length === 0 && !filesIn(folder).some((name) => name.includes('.part'));

/** Runs `work` with a hub. */
async function withHub<T>(
  { model }: World,
  random: () => number,
  work: (hub: Hub) => Promise<T>,
): Promise<T> {
  const files = new Map(filesIn(model).map((name) => [name, readFileSync(join(model, name))]));
  const siblings = [...files].map(([rfilename, bytes]) => ({
    rfilename,
    lfs: { sha256: sha256(bytes), size: bytes.length },
  }));
  let waiting = { slices: 0, done: () => {} };
  const onSlice = () => {
    if (--waiting.slices === 0) waiting.done();
  };
  const server = createServer(async (request, response) => {
    if (request.url!.startsWith('/api/')) {
      response.end(JSON.stringify({ sha: COMMIT, siblings }));
      return;
    }
    const bytes = files.get(basename(request.url!));
    if (bytes) await sendSlowly(request, response, bytes, random, onSlice);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await work({
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      holds(folder) {
        const pulled = filesIn(folder).filter((name) => files.has(basename(name)));
        const isRight = (name: string) => files.get(basename(name))!.equals(readFileSync(join(folder, name)));
        return pulled.some((name) => name.endsWith('.safetensors')) && pulled.every(isRight);
      },
      sent: (slices) =>
        new Promise((done) => {
          waiting = { slices, done };
        }),
    });
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

/** What was asked for, in slices; one connection in four ends in between. */
async function sendSlowly(
  request: IncomingMessage,
  response: ServerResponse,
  bytes: Uint8Array,
  random: () => number,
  onSlice: () => void,
): Promise<void> {
  const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  const end = random() < 0.25 ? start + Math.floor(random() * (bytes.length - start)) : bytes.length;
  response.writeHead(start > 0 ? 206 : 200, {
    'content-length': bytes.length - start,
    ...(start > 0 && { 'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}` }),
  });
  response.flushHeaders();
  for (let at = start; at < end && !response.destroyed; at += SLICE) {
    response.write(bytes.subarray(at, Math.min(end, at + SLICE)));
    onSlice();
    await delay(5);
  }
  if (end === bytes.length) response.end();
  else response.destroy();
}
