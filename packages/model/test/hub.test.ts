import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEngine } from '@alphaedit/engine/node';
import type { CheckpointError } from '@alphaedit/spec';
import { tinyCheckpoint } from '@alphaedit/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inspectCheckpoint, loadModel, parseModelId, pulledModel, pullModel } from '../src/node.js';
import { COMMIT, listing, sendFile, serve, serveHub, sha256, type TestServer } from './hub-server.js';
import { encodeTensors } from './tiny-model.js';

const text = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const checkpoint = tinyCheckpoint();
const weights = encodeTensors(checkpoint);

/** A published checkpoint, with much that is not needed. */
const files = (): Map<string, Uint8Array> =>
  new Map([
    ['config.json', text(checkpoint.config)],
    ['tokenizer.json', text(checkpoint.tokenizerJson)],
    ['tokenizer_config.json', text(checkpoint.tokenizerConfig)],
    ['model.safetensors', weights],
    ['pytorch_model.bin', new Uint8Array(100)],
    ['README.md', new Uint8Array(10)],
    ['onnx/model.onnx', new Uint8Array(10)],
  ]);

let cache: string;
let servers: TestServer[] = [];
beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'alphaedit-hub-'));
  for (const name of ['HF_TOKEN', 'HF_ENDPOINT', 'ALPHAEDIT_HUB']) delete process.env[name];
  process.env.ALPHAEDIT_CACHE = cache;
});
afterEach(async () => {
  await Promise.all(servers.map((server) => server.close()));
  servers = [];
  delete process.env.ALPHAEDIT_CACHE;
});
const started = async (server: Promise<TestServer>): Promise<TestServer> => {
  servers.push(await server);
  return server;
};
const pull = (hub: TestServer, more: Partial<Parameters<typeof pullModel>[0]> = {}) =>
  pullModel({ model: 'someone/tiny', endpoint: hub.url, retryDelay: 1, ...more });
const asked = (hub: TestServer) => hub.requests.map(({ path }) => path.split('/').at(-1)!);

describe('a whole pull', () => {
  it('fetches what is needed and nothing else, checked, and is then used offline by its id', async () => {
    const hub = await started(serveHub(files()));
    const seen: number[] = [];
    const pulled = await pull(hub, { onProgress: ({ done, total }) => seen.push(done / total) });
    expect(asked(hub)).toEqual([
      'main?blobs=true',
      'config.json',
      'tokenizer.json',
      'tokenizer_config.json',
      'model.safetensors',
    ]);
    expect(pulled).toMatchObject({ id: 'someone/tiny', revision: 'main', commit: COMMIT, warnings: [] });
    expect(pulled.files.every(({ checked, how }) => checked && how === 'downloaded')).toBe(true);
    expect(seen.at(-1)).toBe(1);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    await hub.close();
    expect(await pulledModel(parseModelId('someone/tiny')!)).toBe(pulled.directory);
    await startEngine({ engine: 'wasm' });
    const model = await loadModel('someone/tiny');
    expect(await inspectCheckpoint('someone/tiny')).toMatchObject(model.info);
    model.dispose();
  });

  it('asks again for nothing that is there', async () => {
    const hub = await started(serveHub(files()));
    await pull(hub);
    hub.requests.length = 0;
    const again = await pull(hub);
    expect(asked(hub)).toEqual(['main?blobs=true']);
    expect(again.files.map(({ how }) => how)).toEqual(['kept', 'kept', 'kept', 'kept']);
  });

  it('fetches the shards an index names', async () => {
    const parts = ['model-00001-of-00002.safetensors', 'model-00002-of-00002.safetensors'] as const;
    const all = files();
    all.delete('model.safetensors');
    all.set('model.safetensors.index.json', text({ weight_map: { a: parts[0], b: parts[1], c: parts[0] } }));
    for (const part of parts) all.set(part, weights);
    all.set('model-00003-of-00003.safetensors', weights);
    const hub = await started(serveHub(all));
    const pulled = await pull(hub);
    expect((await readdir(pulled.directory)).filter((name) => name.endsWith('.safetensors'))).toEqual(parts);
  });

  it('takes sizes and checksums from the responses where the listing has none', async () => {
    const bare = JSON.stringify({
      sha: COMMIT,
      siblings: [...files().keys()].map((rfilename) => ({ rfilename })),
    });
    const hub = await started(
      serveHub(files(), (request, response, path) => {
        if (path.startsWith('/api/')) return Boolean(response.end(bare));
        const name = path.split('/').at(-1)!;
        if (name === 'model.safetensors') response.setHeader('x-linked-etag', `"${sha256(weights)}"`);
        return sendFile(request, response, files().get(name)!);
      }),
    );
    const pulled = await pull(hub);
    expect(pulled.files.filter(({ checked }) => checked).map(({ name }) => name)).toEqual([
      'model.safetensors',
    ]);
    expect(pulled.warnings).toMatchObject([{ code: 'download-unchecked' }]);
  });
});

describe('an interrupted pull', () => {
  it('takes up a dropped connection where it ended', async () => {
    let drops = 3;
    let drop = () => {};
    const hub = await started(
      serveHub(files(), (request, response, path) => {
        if (!path.endsWith('model.safetensors') || drops === 0) return false;
        drops--;
        drop = () => response.destroy();
        const start = Number(/\d+/.exec(request.headers.range ?? '')?.[0] ?? 0);
        response.writeHead(start ? 206 : 200, {
          'content-length': weights.byteLength - start,
          'content-range': `bytes ${start}-${weights.byteLength - 1}/${weights.byteLength}`,
        });
        response.write(weights.subarray(start, start + 1000));
        return true;
      }),
    );
    // The connection goes once its thousand bytes have come in.
    const onProgress = ({ done }: { done: number }) => {
      if (done > 0 && done <= 3000 && done % 1000 === 0) drop();
    };
    const pulled = await pull(hub, { onProgress });
    expect(new Uint8Array(await readFile(join(pulled.directory, 'model.safetensors')))).toEqual(weights);
    const ranges = hub.requests.filter(({ path }) => path.endsWith('model.safetensors'));
    expect(ranges.map(({ range }) => range)).toEqual([
      undefined,
      'bytes=1000-',
      'bytes=2000-',
      'bytes=3000-',
    ]);
  });

  it('is continued by the next call, and is not there in between', async () => {
    const controller = new AbortController();
    const hub = await started(
      serveHub(files(), (_, response, path) => {
        if (!path.endsWith('model.safetensors') || controller.signal.aborted) return false;
        response.writeHead(200, { 'content-length': weights.byteLength });
        response.write(weights.subarray(0, 1234));
        return true;
      }),
    );
    const onProgress = ({ done }: { done: number }) => {
      if (done === 1234) controller.abort();
    };
    await expect(pull(hub, { signal: controller.signal, onProgress })).rejects.toMatchObject({
      code: 'aborted',
    });
    await expect(loadModel('someone/tiny')).rejects.toMatchObject({ code: 'model-not-pulled' });
    hub.requests.length = 0;
    const pulled = await pull(hub);
    expect(hub.requests.at(-1)).toMatchObject({ range: 'bytes=1234-' });
    expect(pulled.files.at(-1)).toMatchObject({ how: 'resumed', checked: true });
    expect(new Uint8Array(await readFile(join(pulled.directory, 'model.safetensors')))).toEqual(weights);
  });

  it('keeps a whole file whose checksum was being taken', async () => {
    const controller = new AbortController();
    const hub = await started(serveHub(files()));
    const onProgress = ({ done, total }: { done: number; total: number }) => {
      if (done === total) controller.abort();
    };
    await expect(pull(hub, { signal: controller.signal, onProgress })).rejects.toMatchObject({
      code: 'aborted',
      message: 'Interrupted: fetching model.safetensors.',
    });
    hub.requests.length = 0;
    expect((await pull(hub)).files.at(-1)).toMatchObject({ how: 'resumed', checked: true });
    expect(asked(hub)).toEqual(['main?blobs=true']);
  });

  it('begins anew where the server cannot continue, and where the part is too long', async () => {
    const hub = await started(
      serveHub(files(), (_, response, path) => {
        if (!path.endsWith('model.safetensors')) return false;
        response.writeHead(200, { 'content-length': weights.byteLength }).end(weights);
        return true;
      }),
    );
    for (const part of [weights.slice(0, 500).fill(7), new Uint8Array(weights.byteLength + 9)]) {
      const { directory } = await pull(hub);
      const target = join(directory, 'model.safetensors');
      await writeFile(`${target}.part`, part);
      await writeFile(`${target}.part.json`, JSON.stringify({ bytes: part.length }));
      await rm(target);
      await pull(hub);
      expect(new Uint8Array(await readFile(target))).toEqual(weights);
    }
  });

  it('drops a connection that is silent', async () => {
    let silent = true;
    const hub = await started(
      serveHub(files(), (_, response, path) => {
        if (!path.endsWith('model.safetensors') || !silent) return false;
        silent = false;
        response.writeHead(200, { 'content-length': weights.byteLength });
        response.write(weights.subarray(0, 100));
        return true;
      }),
    );
    const pulled = await pull(hub, { stallTimeout: 100 });
    expect(pulled.files.at(-1)).toMatchObject({ name: 'model.safetensors', bytes: weights.byteLength });
  });
});

describe('failures are typed and leave nothing that looks whole', () => {
  const failing = (status: number, times = Number.POSITIVE_INFINITY) =>
    started(
      serveHub(files(), (_, response, path) => {
        if (!path.endsWith('config.json') || times-- <= 0) return false;
        response.writeHead(status).end();
        return true;
      }),
    );

  it.each([
    [401, 'hub-unauthorized', 'input'],
    [403, 'hub-unauthorized', 'input'],
    [404, 'hub-not-found', 'input'],
    [418, 'hub-response', 'work'],
    [503, 'hub-unreachable', 'work'],
  ])('status %i', async (status, code, kind) => {
    const hub = await failing(status);
    await expect(pull(hub, { attempts: 2 })).rejects.toMatchObject({ code, kind });
    await expect(loadModel('someone/tiny')).rejects.toMatchObject({ code: 'model-not-pulled' });
  });

  it('a busy server is asked again', async () => {
    const hub = await failing(503, 2);
    expect((await pull(hub)).files).toHaveLength(4);
  });

  it('a repository that does not exist', async () => {
    const hub = await started(serveHub(files()));
    await expect(pull(hub, { model: 'someone/else' })).rejects.toMatchObject({ code: 'hub-not-found' });
  });

  it('no server', async () => {
    const hub = await started(serveHub(files()));
    await hub.close();
    await expect(pull(hub, { attempts: 2 })).rejects.toMatchObject({ code: 'hub-unreachable', kind: 'work' });
  });

  it.each(['not json', '{}', `{"sha":"../../x","siblings":[]}`, `{"sha":"${COMMIT}"}`])(
    'a listing that is %s',
    async (body) => {
      const hub = await started(serve((_, response) => Boolean(response.end(body))));
      await expect(pull(hub)).rejects.toMatchObject({ code: 'hub-response' });
    },
  );

  it.each(['model.safetensors', 'tokenizer.json'])('a wrong checksum of %s', async (damaged) => {
    const hub = await started(
      serveHub(files(), (request, response, path) => {
        if (!path.endsWith(damaged)) return false;
        const bytes = files().get(damaged)!.slice();
        bytes[bytes.length - 1]! ^= 1;
        return sendFile(request, response, bytes);
      }),
    );
    await expect(pull(hub)).rejects.toMatchObject({ code: 'download-corrupt', kind: 'work' });
    const left = await readdir(cache, { recursive: true });
    expect(left.filter((name) => name.endsWith(damaged) || name.endsWith('.part'))).toEqual([]);
  });

  it('a repository of pickles', async () => {
    const all = files();
    all.delete('model.safetensors');
    const hub = await started(serveHub(all));
    await expect(pull(hub)).rejects.toMatchObject({ code: 'hub-no-safetensors' });
    expect(asked(hub)).not.toContain('pytorch_model.bin');
  });

  it('a family that cannot be run, before its weights are fetched', async () => {
    const all = files();
    all.set('config.json', text({ ...checkpoint.config, model_type: 'mamba' }));
    const hub = await started(serveHub(all));
    await expect(pull(hub)).rejects.toMatchObject({ code: 'unknown-architecture' });
    expect(asked(hub)).not.toContain('model.safetensors');
  });

  it('an index that reaches outside', async () => {
    const all = files();
    all.delete('model.safetensors');
    all.set('model.safetensors.index.json', text({ weight_map: { a: '../../.profile' } }));
    const hub = await started(serveHub(all));
    await expect(pull(hub)).rejects.toMatchObject({ code: 'index-broken' });
  });
});

describe('a server that wants to keep a pull going for ever', () => {
  const few = { attempts: 3, stallTimeout: 300 };
  const answering = (name: string, answer: (response: ServerResponse) => void) =>
    started(
      serveHub(files(), (_, response, path) => {
        if (!path.includes(name)) return false;
        answer(response);
        return true;
      }),
    );
  /** Writes as fast as it is taken, and says how much that was. */
  const endless = (start = '') => {
    const sent = { bytes: 0 };
    const chunk = ' '.repeat(64 * 1024);
    const answer = (response: ServerResponse) => {
      const more = () => {
        while (!response.destroyed && response.write(chunk)) sent.bytes += chunk.length;
        if (!response.destroyed) response.once('drain', more);
      };
      response.writeHead(200).write(start);
      more();
    };
    return { sent, answer };
  };
  const onDisk = async () => {
    const names = await readdir(cache, { recursive: true });
    const sizes = await Promise.all(names.map(async (name) => (await stat(join(cache, name))).size));
    return sizes.reduce((sum, size) => sum + size, 0);
  };

  it('sends less than it listed, whole each time', async () => {
    const hub = await answering('model.safetensors', (response) => {
      response.end(weights.subarray(0, weights.byteLength - 1));
    });
    await expect(pull(hub, few)).rejects.toMatchObject({
      code: 'hub-unreachable',
      message: expect.stringContaining(
        `the connection ended after ${weights.byteLength - 1} of ${weights.byteLength} bytes`,
      ),
    });
    expect(asked(hub).filter((name) => name === 'model.safetensors')).toHaveLength(1 + few.attempts);
  });

  it.each(['config.json', 'model.safetensors'])('sends more of %s than it listed', async (name) => {
    const { sent, answer } = endless();
    const hub = await answering(name, answer);
    const before = files().get(name)!.byteLength;
    await expect(pull(hub, few)).rejects.toMatchObject({
      code: 'hub-response',
      message: `${hub.url} gives no usable answer (fetching ${name}): it is longer than ${before} bytes.`,
    });
    expect(sent.bytes).toBeLessThan(64 * 2 ** 20);
    expect((await readdir(cache, { recursive: true })).filter((file) => file.includes('.part'))).toEqual([]);
    expect(await onDisk()).toBeLessThan(2 ** 20);
  });

  it('lists a config longer than any memory', async () => {
    const list = JSON.parse(listing(files()));
    list.siblings[0].size = 1e15;
    const hub = await answering('/api/', (response) => void response.end(JSON.stringify(list)));
    await expect(pull(hub, few)).rejects.toMatchObject({ code: 'hub-response' });
    expect(asked(hub)).toEqual(['main?blobs=true']);
  });

  it('lists without end', async () => {
    const { sent, answer } = endless('{"sha":"');
    const hub = await answering('/api/', answer);
    await expect(pull(hub, few)).rejects.toMatchObject({
      code: 'hub-response',
      message: expect.stringContaining('longer than 16777216 bytes'),
    });
    expect(sent.bytes).toBeLessThan(64 * 2 ** 20);
    expect(hub.requests).toHaveLength(1);
  });

  it.each([
    ['the listing', '/api/', 'never answers', () => {}],
    ['the listing', '/api/', 'stops', (response: ServerResponse) => void response.write('{')],
    ['a file', 'config.json', 'never answers', () => {}],
    [
      'a file',
      'config.json',
      'stops',
      (response: ServerResponse) => void response.writeHead(200).flushHeaders(),
    ],
  ])('is silent: %s (%s) %s', async (_, name, __, answer) => {
    const hub = await answering(name, answer);
    await expect(pull(hub, few)).rejects.toMatchObject({
      code: 'hub-unreachable',
      message: 'Fetching failed 3 times: the connection was silent for 0.3 s.',
    });
  });

  it.each([
    ['the listing', '/api/', '{'],
    ['a file', 'config.json', '{'],
  ])('is left when the signal fires: %s', async (_, name, start) => {
    const controller = new AbortController();
    const hub = await answering(name, (response) => {
      response.write(start);
      setTimeout(() => controller.abort(), 50);
    });
    const begun = performance.now();
    await expect(pull(hub, { signal: controller.signal })).rejects.toMatchObject({ code: 'aborted' });
    expect(performance.now() - begun).toBeLessThan(5000);
  });
});

describe('two pulls of one model', () => {
  it('the second is told who is at it; what is pulled can be read meanwhile', async () => {
    let answered = () => {};
    const waiting = new Promise<void>((resolve) => {
      answered = resolve;
    });
    let hold = true;
    const hub = await started(
      serveHub(files(), (_, response, path) => {
        if (!hold || !path.endsWith('model.safetensors')) return false;
        response.writeHead(200, { 'content-length': weights.byteLength });
        response.write(weights.subarray(0, 100));
        answered();
        return true;
      }),
    );
    const controller = new AbortController();
    const first = pull(hub, { signal: controller.signal });
    await waiting;
    await expect(pull(hub)).rejects.toMatchObject({
      code: 'output-locked',
      message: expect.stringContaining(`a pull of someone/tiny (process ${process.pid}`),
    });
    controller.abort();
    await expect(first).rejects.toMatchObject({ code: 'aborted' });
    hold = false;
    const { directory } = await pull(hub);
    expect(new Uint8Array(await readFile(join(directory, 'model.safetensors')))).toEqual(weights);
    expect(
      (await readdir(cache, { recursive: true })).filter((name) => /lock|sock|part|tmp/.test(name)),
    ).toEqual([]);
  });
});

describe('the token', () => {
  /** A hub that asks for a token and hands the weights to another host. */
  const gated = async () => {
    const store = await started(serve((request, response) => sendFile(request, response, weights)));
    const hub = await started(
      serveHub(files(), (request, response, path) => {
        if (request.headers.authorization !== 'Bearer secret') {
          response.writeHead(401).end();
          return true;
        }
        if (!path.endsWith('model.safetensors')) return false;
        response.writeHead(302, { location: `${store.url}/blob` }).end();
        return true;
      }),
    );
    return { hub, store };
  };

  it('comes from the environment and goes to the hub alone', async () => {
    const { hub, store } = await gated();
    await expect(pull(hub)).rejects.toMatchObject({
      code: 'hub-unauthorized',
      hint: expect.stringContaining('HF_TOKEN'),
    });
    process.env.HF_TOKEN = 'secret';
    await pull(hub);
    expect(hub.requests.at(-1)!.authorization).toBe('Bearer secret');
    expect(store.requests).toEqual([{ path: '/blob', authorization: undefined, range: undefined }]);
  });

  it('is not told in an error', async () => {
    const { hub } = await gated();
    const error = await pull(hub, { token: 'hush-hush' }).catch((error) => error);
    expect(JSON.stringify([error.message, error.hint, error.data])).not.toContain('hush');
  });

  /** All that an error says, also in what it was caused by. */
  const allOf = (error: unknown): string => {
    const { message, stack, hint, data, cause } = error as CheckpointError;
    return JSON.stringify([message, stack, hint, data, cause ? allOf(cause) : '']);
  };

  it.each([
    ['a password in the address', { endpoint: 'http://me:hush@127.0.0.1:1' }, 'hub-unreachable'],
    ['a user in the address', { endpoint: 'http://hush@127.0.0.1:1' }, 'hub-unreachable'],
    ['an address that is none', { endpoint: 'me:hu/sh@127.0.0.1' }, 'hub-unreachable'],
    ['a query in the address', { endpoint: 'http://127.0.0.1:1/?key=hush' }, 'hub-unreachable'],
    ['a token of two lines', { token: 'hush\nhush' }, 'hub-unauthorized'],
    ['a token no header can carry', { token: 'hush\u2026' }, 'hub-unauthorized'],
  ])('is refused before anything is sent and never told: %s', async (_, options, code) => {
    const hub = await started(serveHub(files()));
    const error = await pull(hub, { retryDelay: 60_000, ...options }).catch((thrown) => thrown);
    expect(error).toMatchObject({ code });
    expect(allOf(error)).not.toMatch(/hu(sh|\/)/);
    expect(hub.requests).toEqual([]);
  });

  it('is taken without the line break that files of tokens end with', async () => {
    const { hub } = await gated();
    process.env.HF_TOKEN = 'secret\n';
    await pull(hub);
    expect(hub.requests.at(-1)!.authorization).toBe('Bearer secret');
  });

  it.each([401, 404, 418])('signatures of a store are not told: %i', async (status) => {
    const store = await started(serve((_, response) => Boolean(response.writeHead(status).end())));
    const hub = await started(
      serveHub(files(), (_, response, path) => {
        if (!path.endsWith('config.json')) return false;
        response.writeHead(302, { location: `${store.url}/blob?signature=hush` }).end();
        return true;
      }),
    );
    const error = await pull(hub).catch((thrown) => thrown);
    expect(error.message).toContain('/blob');
    expect(allOf(error)).not.toContain('hush');
  });

  it('a redirect without end, or to something that is not the web, is refused', async () => {
    for (const location of ['/round', 'file:///etc/passwd']) {
      const hub = await started(serve((_, response) => Boolean(response.writeHead(302, { location }).end())));
      await expect(pull(hub)).rejects.toMatchObject({ code: 'hub-response' });
    }
  });
});

describe('ids', () => {
  it.each([
    ['gpt2', 'gpt2', 'main'],
    ['meta-llama/Llama-3.1-8B', 'meta-llama/Llama-3.1-8B', 'main'],
    ['a/b@refs/pr/3', 'a/b', 'refs/pr/3'],
  ])('%s', (text, id, revision) => {
    expect(parseModelId(text)).toEqual({ id, revision });
  });

  it.each(['', '../x', 'a/../b', 'a/b/c', '/a', './a', 'a b', 'a/b@../c', 'a/.b', '~/x'])(
    '%j is none',
    (text) => {
      expect(parseModelId(text)).toBeUndefined();
    },
  );

  it('a model that was not pulled is told so, a path stays a path', async () => {
    await expect(inspectCheckpoint('someone/tiny')).rejects.toMatchObject({
      code: 'model-not-pulled',
      hint: expect.stringContaining("`pullModel('someone/tiny')`"),
    });
    await expect(inspectCheckpoint('./someone/tiny')).rejects.toMatchObject({ code: 'not-a-checkpoint' });
    expect(existsSync(join(cache, 'models'))).toBe(false);
  });
});

it('the listing of the tests is what it says', () => {
  expect(JSON.parse(listing(files())).siblings).toHaveLength(7);
});
