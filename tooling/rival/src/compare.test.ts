import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

/** Both sides run the model in float32, in products cut differently. */
const VALUE_TOLERANCE = 1e-4;
/** With moments, P and the solve in float64 on both sides, what is left is the rounding of the keys and of z. */
const CHANGE_TOLERANCE = 1e-3;

const run = promisify(execFile);
const python = process.env.ALPHAEDIT_PYTHON;
const here = fileURLToPath(new URL('.', import.meta.url));
const demo = fileURLToPath(new URL('../../../models/demo', import.meta.url));
const why = ' [skipped: ALPHAEDIT_PYTHON names no Python with tooling/rival/requirements.txt installed]';

describe.skipIf(!python)(`the published procedure in PyTorch${python ? '' : why}`, () => {
  it('finds the same values and the same changes', { timeout: 600_000 }, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'alphaedit-rival-test-'));
    try {
      const settings = JSON.parse(await readFile(join(demo, 'settings.json'), 'utf8'));
      await writeFile(join(folder, 'settings.json'), JSON.stringify({ ...settings, zSteps: 10 }));
      await run(
        process.execPath,
        [
          ...['--import', 'tsx', '--conditions=alphaedit-source', 'compare.ts', demo, '--double'],
          ...['--facts', join(demo, 'facts.jsonl'), '--limit', '2'],
          ...['--text', join(demo, 'text.txt'), '--documents', '300'],
          ...['--settings', join(folder, 'settings.json'), '--out', join(folder, 'result.json')],
          ...['--python', python!],
        ],
        { cwd: here },
      );
      const { rounds } = JSON.parse(await readFile(join(folder, 'result.json'), 'utf8'));
      const { ours, published, distances } = rounds[0];
      expect(ours.tokens).toBe(published.tokens);
      expect(ours.steps).toEqual(published.steps);
      expect(ours.nullDimensions).toEqual(published.nullDimensions);
      expect(distances.z).toBeLessThan(VALUE_TOLERANCE);
      for (const layer of settings.layers) expect(distances.delta[layer]).toBeLessThan(CHANGE_TOLERANCE);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
