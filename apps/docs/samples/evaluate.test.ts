// Shown in the guide "Evaluating honestly".
import { startEngine } from '@alphaedit/engine/node';
import { evaluate } from '@alphaedit/eval';
import { readFactsFile } from '@alphaedit/eval/node';
import { loadModel } from '@alphaedit/model/node';
import { expect, test } from 'vitest';

const folder = new URL('../../../models/demo/', import.meta.url).pathname;

test('a report has three forms of three metrics, each with its interval', async () => {
  await startEngine({ engine: 'wasm' });
  // #region evaluate
  const model = await loadModel(folder);
  const { facts } = await readFactsFile(`${folder}facts.jsonl`, { limit: 5 });
  const report = await evaluate(model, facts);
  for (const form of ['preference', 'exactMatch', 'tokenAccuracy'] as const) {
    const { mean, ci95, n } = report[form].specificity!;
    console.log(form, mean, ci95, n); // e.g. preference 1 [0.57, 1] 5
  }
  // #endregion evaluate
  expect(report.preference.efficacy).toMatchObject({ n: 5 });
  expect(report.exactMatch.specificity!.mean).toBeGreaterThan(0.5);
  expect(report.preference.specificity!.ci95[1]).toBeLessThanOrEqual(1);
  model.dispose();
});
