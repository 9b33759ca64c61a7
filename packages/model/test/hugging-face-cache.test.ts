import { mkdir, rename, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder, writeTinyModel } from '@alphaedit/testing';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { inspectCheckpoint, modelFolder } from '../src/node.js';

const at = temporaryFolder();
const COMMIT = '0123456789abcdef0123456789abcdef01234567';
const files = ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'model.safetensors'];
beforeEach(() => {
  vi.stubEnv('ALPHAEDIT_CACHE', at('own'));
  vi.stubEnv('HF_HUB_CACHE', undefined);
  vi.stubEnv('HF_HOME', at('hf'));
});
afterEach(() => vi.unstubAllEnvs());

/** A model as `huggingface_hub` lays it out: links to blobs, and a ref that names the commit. */
async function download(name: string, commit = COMMIT): Promise<string> {
  const folder = at('hf', 'hub', `models--someone--${name}`);
  const snapshot = join(folder, 'snapshots', COMMIT);
  for (const part of [snapshot, join(folder, 'refs')]) await mkdir(part, { recursive: true });
  await writeTinyModel(join(folder, 'blobs'));
  for (const file of files) await symlink(join('..', '..', 'blobs', file), join(snapshot, file));
  await writeFile(join(folder, 'refs', 'main'), commit);
  return snapshot;
}

it('finds what Python has downloaded, by its id, its branch or its commit', async () => {
  const snapshot = await download('tiny');
  expect(await modelFolder('someone/tiny')).toBe(snapshot);
  expect(await modelFolder(`someone/tiny@${COMMIT}`)).toBe(snapshot);
  expect(await inspectCheckpoint('someone/tiny')).toMatchObject({ architecture: 'gpt2' });
  await expect(modelFolder('someone/tiny@other')).rejects.toMatchObject({ code: 'model-not-pulled' });
  vi.stubEnv('HF_HUB_CACHE', at('elsewhere'));
  await expect(modelFolder('someone/tiny')).rejects.toMatchObject({ code: 'model-not-pulled' });
});

it('follows no link out of the model, and no ref', async () => {
  const snapshot = await download('linked');
  await writeFile(at('secret.json'), '{}');
  await symlink(at('secret.json'), join(snapshot, 'generation_config.json'));
  await expect(modelFolder('someone/linked')).rejects.toMatchObject({ code: 'cache-link-outside' });
  await download('climbing', '../../models--someone--tiny/snapshots');
  await expect(modelFolder('someone/climbing')).rejects.toMatchObject({ code: 'model-not-pulled' });
});

it('takes no model of which only a part is there', async () => {
  const snapshot = await download('part');
  await rename(join(snapshot, 'config.json'), join(snapshot, 'config.json.incomplete'));
  await expect(modelFolder('someone/part')).rejects.toMatchObject({ code: 'model-not-pulled' });
});
