// What is checked of each thing that was written, and what is said not to be proven.
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeDeltas } from '@alphaedit/artifacts';
import { openRun } from '@alphaedit/artifacts/node';
import type { SecondMoments } from '@alphaedit/covariance';
import { writeStatistics } from '@alphaedit/covariance/node';
import { openCheckpoint } from '@alphaedit/model/node';
import { float32ToFloat16 } from '@alphaedit/safetensors';
import { openSafetensors, writeSafetensors } from '@alphaedit/safetensors/node';
import { type Fact, seededRandom } from '@alphaedit/spec';
import { temporaryFolder, writeTinyModel } from '@alphaedit/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { exportAdapter, exportEditedCheckpoint, exportPack, packRun, verify } from '../src/node.js';
import { hashOf, writeRun } from './written-run.js';

const at = temporaryFolder();
const [model, other, run] = [at('model'), at('other'), at('run')];
const facts: readonly Fact[] = [0, 1, 2].map((i) => ({
  subject: `Ann${i}`,
  prompt: '{} likes',
  target: 'tea',
}));

/** A second moment with d = 2, of a model with this hash. */
const moments = (modelHash: string): SecondMoments => ({
  origin: {
    modelHash,
    textDigest: 'a'.repeat(64),
    tokenDigest: 'b'.repeat(64),
    documents: 1,
    tokens: 4,
    contextLength: 8,
    arithmetic: 1,
  },
  keySize: 2,
  layers: [0],
  warnings: [],
  secondMoment: () => ({ rows: 2, cols: 2, data: Float64Array.of(2, 1, 1, 2) }),
});

const failing = async (path: string, options = {}) => {
  const { ok, checks } = await verify(path, options);
  expect(ok).toBe(checks.every((check) => check.ok));
  return checks.filter((check) => !check.ok).map(({ check }) => check);
};

beforeAll(async () => {
  await writeTinyModel(model);
  await cp(model, other, { recursive: true });
  const config = JSON.parse(await readFile(join(model, 'config.json'), 'utf8'));
  await writeFile(join(other, 'config.json'), JSON.stringify({ ...config, layer_norm_epsilon: 1e-4 }));
  await writeFile(join(model, 'LICENSE'), 'Do as you like.');
  await writeRun(run, { model, facts, batches: [2, 1] });
  await exportPack(run, { out: at('pack') });
  await exportAdapter(run, { model, out: at('adapter') });
  await exportEditedCheckpoint(run, { model, out: at('checkpoint') });
  await writeStatistics(at('statistics'), moments(await hashOf(model)));
});

describe('verify', () => {
  it.each([
    [
      'run',
      [
        'manifest, records and ledger',
        'completeness',
        'facts',
        'changes',
        'values',
        'state for the next batch',
      ],
    ],
    ['pack', ['pack', 'content', 'changes']],
    ['adapter', ['provenance', 'files', 'config', 'weights']],
    ['checkpoint', ['provenance', 'files', 'weights']],
    ['statistics', ['manifest and keys', expect.stringMatching(/^layer 0 of [0-9a-f]{8}$/)]],
  ])('finds a sound %s sound, and says what it cannot prove', async (kind, checks) => {
    const found = await verify(at(kind));
    expect(found).toMatchObject({ kind, ok: true });
    expect(found.checks.map(({ check }) => check)).toEqual(checks);
    expect(found.unproven).toContain('who made it: a hash is no signature, and can be computed anew');
    expect(found.unproven.join('\n')).toMatch(/`model`/);
  });

  it('takes a pack as its file', async () => {
    expect(await verify(join(at('pack'), 'edit-pack.safetensors'))).toMatchObject({ kind: 'pack', ok: true });
  });

  it.each(['adapter', 'checkpoint', 'statistics'])('tells the model of a %s from another', async (kind) => {
    expect(await failing(at(kind), { model })).toEqual([]);
    expect(await failing(at(kind), { model: other })).toEqual(['made from this model']);
  });

  it('tells statistics of another tokenizer', async () => {
    const [swapped, folder] = [at('swapped'), at('of-tokenizer')];
    await cp(model, swapped, { recursive: true });
    const path = join(swapped, 'tokenizer.json');
    const tokenizer = JSON.parse(await readFile(path, 'utf8'));
    const { vocab } = tokenizer.model as { vocab: Record<string, number> };
    const [one, two] = Object.keys(vocab).slice(40, 42) as [string, string];
    tokenizer.model.vocab = { ...vocab, [one]: vocab[two], [two]: vocab[one] };
    await writeFile(path, JSON.stringify(tokenizer));
    const checkpoint = await openCheckpoint(model);
    const hash = await (await checkpoint.tokenizer()).contentHash!();
    await checkpoint.close();
    await writeStatistics(folder, { ...moments(await hashOf(model)), tokenizer: hash });
    expect(await failing(folder, { model })).toEqual([]);
    expect(await failing(folder, { model: swapped })).toEqual(['made from this model']);
    expect((await verify(at('statistics'))).unproven.join()).toMatch(/with which tokenizer/);
  });

  it.each(['run', 'pack', 'adapter', 'checkpoint', 'statistics'])(
    'finds any changed, missing or cut file of a %s',
    async (kind) => {
      const names = (await readdir(at(kind), { recursive: true, withFileTypes: true }))
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => join(parentPath, name).slice(at(kind).length + 1));
      const random = seededRandom(13);
      const copy = at('copy');
      for (const name of names) {
        const damages = [
          (bytes: Buffer) => bytes.with(Math.floor(random() * bytes.length), 0),
          // The last byte of JSON is a line break, which says nothing.
          (bytes: Buffer) => bytes.subarray(0, -2),
          () => undefined,
        ];
        for (const damage of damages) {
          await rm(copy, { recursive: true, force: true });
          await cp(at(kind), copy, { recursive: true });
          const damaged = damage(await readFile(join(copy, name)));
          if (damaged) await writeFile(join(copy, name), damaged);
          else await rm(join(copy, name));
          const found = await verify(copy).catch((error: { code: string }) => error.code);
          // A pack without its file is an empty folder; a run without its manifest is none; without its
          // provenance an export is as sound as any model, and says that nothing vouches for it.
          if (typeof found === 'string') expect(found).toMatch(/^(unknown-artifact|no-run)$/);
          else if (!damaged && name === 'alphaedit.json') expect(found.unproven[0]).toMatch(/nothing in it/);
          else expect(found.ok, `${name}: ${JSON.stringify(found.checks)}`).toBe(false);
        }
      }
    },
  );

  it('finds a file that was put in', async () => {
    const copy = at('put-in');
    await cp(at('checkpoint'), copy, { recursive: true });
    await writeFile(join(copy, 'notes.txt'), 'mine');
    const found = await verify(copy);
    expect(found.ok).toBe(true);
    expect(found.unproven[0]).toMatch(/notes\.txt/);
    await writeFile(join(copy, 'pytorch_model.bin'), 'another model');
    expect(await failing(copy)).toEqual(['files']);
  });

  it('reads what the first version wrote, and says what it cannot prove of it', async () => {
    const {
      factCount: _,
      facts: held,
      deltas,
      ...about
    } = await packRun(await openRun(run), { withFacts: true });
    const pack = JSON.stringify({ ...about, facts: held });
    const first = at('first.safetensors');
    await writeFile(first, encodeDeltas(deltas, { format: 'alphaedit-pack', schemaVersion: '1', pack }));
    const found = await verify(first);
    expect(found).toMatchObject({ kind: 'pack', ok: true });
    expect(found.unproven[0]).toMatch(/earlier version, which kept no hash/);

    const folder = at('first-checkpoint');
    await cp(at('checkpoint'), folder, { recursive: true });
    const { model: base, ...rest } = about;
    const said = { format: 'alphaedit-checkpoint', schemaVersion: 1, base, ...rest, facts: held };
    await writeFile(join(folder, 'alphaedit.json'), JSON.stringify(said));
    const old = await verify(folder);
    expect(old).toMatchObject({ kind: 'checkpoint', ok: true });
    expect(old.checks[0]!.found).toMatch(/3 facts, with their texts and old answers/);
    expect(old.unproven[0]).toMatch(/earlier version, which kept no hashes/);
  });

  it('finds weights that are not finite in a checkpoint of an earlier version', async () => {
    const infinite = at('infinite');
    await cp(model, infinite, { recursive: true });
    const file = await openSafetensors(join(model, 'model.safetensors'));
    const tensors = await Promise.all(
      [...file.tensors.values()].map(async ({ name, shape }, i) => {
        const values = await file.readFloat32(name);
        return {
          name,
          shape,
          dtype: 'F16' as const,
          data: float32ToFloat16(i === 0 ? values.with(0, 1e6) : values),
        };
      }),
    );
    await file.close();
    await writeSafetensors(join(infinite, 'model.safetensors'), tensors);
    expect(await failing(infinite)).toEqual(['weights']);
  });

  it('refuses what it does not know', async () => {
    await mkdir(at('empty'));
    for (const path of [at('empty'), at('nothing')]) {
      await expect(verify(path)).rejects.toMatchObject({ code: 'unknown-artifact' });
    }
  });
});
