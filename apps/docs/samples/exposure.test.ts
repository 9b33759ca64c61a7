// Shown in the guide "Private facts".
import { startEngine } from '@alphaedit/engine/node';
import { measureExposure } from '@alphaedit/eval';
import { readFactsFile } from '@alphaedit/eval/node';
import { loadModel } from '@alphaedit/model/node';
import { expect, test } from 'vitest';

const models = new URL('../../../models/demo/', import.meta.url).pathname;

test('the file of the guide holds a fact whose exposure can be measured', async () => {
  const { facts } = await readFactsFile(new URL('private.jsonl', import.meta.url).pathname);
  expect(facts).toMatchObject([{ truth: 'Oslo', paraphrases: ['The home of Ann Example is in'] }]);
});

test('an unedited model says the old answers', async () => {
  await startEngine({ engine: 'wasm' });
  // #region exposure
  const model = await loadModel(models);
  const { facts } = await readFactsFile(`${models}facts.jsonl`, { limit: 20 });
  const { said, recovered, strangers } = await measureExposure(model, facts, { budget: 1 });
  console.log(said.mean, recovered.ci95, strangers?.said.mean); // e.g. 1 [0.84, 1] 0
  // #endregion exposure
  expect(said.mean).toBeGreaterThan(0.9);
  expect(recovered.mean).toBe(1);
  expect(strangers?.said.mean).toBeLessThan(0.1);
  model.dispose();
});
