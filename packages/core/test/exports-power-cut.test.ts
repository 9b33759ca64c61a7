// A power cut at every change of the disk: an export that was told to be written is there and whole; until then it is not
// there, and the same command writes it.
import { existsSync, readdirSync } from 'node:fs';
import { atEveryPowerCut } from '@alphaedit/power-cut';
import { temporaryFolder, writeTinyModel } from '@alphaedit/testing';
import { beforeAll, expect, it, vi } from 'vitest';
import { exportAdapter, exportEditedCheckpoint, exportPack, verify } from '../src/node.js';
import { writeRun } from './written-run.js';

vi.mock('node:fs/promises', async (original) => (await import('@alphaedit/power-cut')).fragileDisk(original));

const at = temporaryFolder();
const [model, run] = [at('model'), at('run')];

beforeAll(async () => {
  await writeTinyModel(model);
  await writeRun(run, {
    model,
    facts: [{ subject: 'Zörna', prompt: '{} dwells in', target: 'Oslo' }],
    batches: [1],
  });
});

/** Whether there is something in the folder besides temporaries, which nobody reads. */
const readable = (folder: string) =>
  existsSync(folder) && readdirSync(folder).some((name) => !name.endsWith('.tmp'));

it.each<[string, (out: string) => Promise<unknown>]>([
  ['checkpoint', (out: string) => exportEditedCheckpoint(run, { model, out })],
  ['adapter', (out: string) => exportAdapter(run, { model, out })],
  ['pack', (out: string) => exportPack(run, { out })],
])('an exported %s is there as a whole or not at all', async (_, write) => {
  const cuts = await atEveryPowerCut({
    told: () => ({ done: false }),
    async work(out, told) {
      try {
        await write(out);
        told.done = true;
      } catch (error) {
        // Killed after the last change: the export is there.
        if ((error as { code?: string }).code !== 'output-not-empty') throw error;
      }
    },
    async holds(out, { done }, when) {
      if (done || readable(out)) expect(await verify(out), when).toMatchObject({ ok: true });
    },
  });
  expect(cuts).toBeGreaterThan(5);
});
