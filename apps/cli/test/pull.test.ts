import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { temporaryFolder, writeTinyModel } from '@alphaedit/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fieldsNeverSeen } from './documented.js';
import { failureHere, runJsonHere as runJson } from './run-here.js';

const at = temporaryFolder();
const COMMIT = 'a'.repeat(40);
const NAMES = ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'model.safetensors'];
let server: Server;
let endpoint: string;

beforeAll(async () => {
  await writeTinyModel(at('published'));
  process.env.ALPHAEDIT_CACHE = at('cache');
  server = createServer(async (request, response) => {
    const name = request.url!.split('/').at(-1)!;
    if (request.url!.startsWith('/api/models/someone/tiny/revision/')) {
      response.end(JSON.stringify({ sha: COMMIT, siblings: NAMES.map((rfilename) => ({ rfilename })) }));
    } else if (NAMES.includes(name)) response.end(await readFile(at('published', name)));
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  delete process.env.ALPHAEDIT_CACHE;
  server.close();
});

it('pulls a model, which other commands then know by its id', async () => {
  const before = await failureHere(['inspect', 'someone/tiny']);
  expect(before).toMatchObject({ code: 'model-not-pulled', exitCode: 2 });
  expect(before.hint).toContain('alphaedit pull someone/tiny');

  const pulled = await runJson<{ files: object[] }>(['pull', 'someone/tiny', '--endpoint', endpoint]);
  expect(pulled).toMatchObject({ id: 'someone/tiny', revision: 'main', commit: COMMIT });
  expect(pulled.files).toHaveLength(4);
  expect(fieldsNeverSeen('pull')).toEqual([]);

  expect(await runJson(['inspect', 'someone/tiny'])).toMatchObject({ architecture: 'gpt2', blocks: 2 });
  const args = ['--prompt', 'The', '--engine', 'wasm'];
  const byId = await runJson(['predict', 'someone/tiny', ...args]);
  const byPath = await runJson(['predict', at('published'), ...args]);
  expect(byId.prompts).toEqual(byPath.prompts);
});

it('ends with 2 for a model that is not there and for what is no id', async () => {
  const missing = await failureHere(['pull', 'someone/else', '--endpoint', endpoint]);
  expect(missing).toMatchObject({ code: 'hub-not-found', exitCode: 2 });
  const wrong = await failureHere(['pull', 'a/b/c', '--endpoint', endpoint]);
  expect(wrong).toMatchObject({ code: 'model-id', exitCode: 2 });
});
