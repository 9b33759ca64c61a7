// What `import … from 'alphaedit'` does with its defaults is what the command does with its own, to the bit.
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder, tinyFacts, tinyText, writeTinyModel } from '@alphaedit/testing';
import { collectStatistics, editFacts, openModel } from 'alphaedit';
import { beforeAll, expect, it } from 'vitest';
import { runJsonHere as runJson } from './run-here.js';

const at = temporaryFolder();
const model = at('model');
const facts = at('facts.jsonl');

beforeAll(async () => {
  await writeTinyModel(model);
  // The folder's own settings: a tiny model needs a relative threshold.
  const settings = { layers: [0], zSteps: 3, zLossLayer: 1, nullSpaceKeepTrace: 0.9 };
  await writeFile(join(model, 'settings.json'), JSON.stringify(settings));
  await writeFile(at('text.txt'), tinyText(40));
  await writeFile(facts, tinyFacts(3));
});

it('the library and the command write the same run', async () => {
  const [stats, run] = [at('stats'), at('by-command')];
  await runJson(['covariance', model, '--text', at('text.txt'), '--out', stats]);
  await runJson(['edit', model, '--facts', facts, '--stats', stats, '--out', run]);

  const opened = await openModel(model);
  const statistics = await collectStatistics(opened, { text: at('text.txt') });
  const edit = await editFacts(opened, { facts, statistics, out: at('by-library') });
  opened.dispose();
  expect(edit.run?.manifest.settings).toMatchObject({ layers: [0], zSteps: 3 });
  for (const file of ['manifest.json', 'facts.jsonl', 'batches/0001.safetensors', 'answers.json']) {
    expect(readFileSync(at('by-library', file)), file).toEqual(readFileSync(join(run, file)));
  }
});
