import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEngine } from '@alphaedit/engine/node';
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
    await expect(pull(hub)).rejects.toMatchObject({ code: 'hub-unauthorized', hint: /HF_TOKEN/ });
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
      hint: /alphaedit pull someone\/tiny/,
    });
    await expect(inspectCheckpoint('./someone/tiny')).rejects.toMatchObject({ code: 'not-a-checkpoint' });
    expect(existsSync(join(cache, 'models'))).toBe(false);
  });
});

it('the listing of the tests is what it says', () => {
  expect(JSON.parse(listing(files())).siblings).toHaveLength(7);
});
