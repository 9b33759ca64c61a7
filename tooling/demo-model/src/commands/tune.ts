import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { editInBatches } from '@alphaedit/core';
import { collectSecondMoments, inMemoryStatistics } from '@alphaedit/covariance';
import { editorById } from '@alphaedit/editors';
import { startEngine } from '@alphaedit/engine/node';
import { evaluate, type Report } from '@alphaedit/eval';
import { readFactsFile } from '@alphaedit/eval/node';
import { createLinearAlgebra } from '@alphaedit/linalg/node';
import { contextTemplates } from '@alphaedit/model';
import { loadModel } from '@alphaedit/model/node';
import type { EditSettings } from '@alphaedit/spec';
import * as tf from '@tensorflow/tfjs-core';
import { inModel, MODEL_FOLDER } from '../files/paths.js';

/** Edits the first facts under each set of settings and prints what came of it, to choose settings.json by. */
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    facts: { type: 'string', default: '100' },
    batch: { type: 'string', default: '10' },
    editor: { type: 'string', default: 'alphaedit' },
    base: { type: 'string', default: inModel('settings.json') },
  },
});

await startEngine();
const linalg = createLinearAlgebra({ backend: tf.backend() });
const { facts } = await readFactsFile(inModel('facts.jsonl'), { limit: Number(options.facts) });
const documents = readFileSync(join(MODEL_FOLDER, 'text.txt'), 'utf8').split('\n').filter(Boolean);
const base = JSON.parse(readFileSync(options.base, 'utf8')) as EditSettings;
const first = await loadModel(MODEL_FOLDER);
const allLayers = Array.from({ length: first.info.blocks - 1 }, (_, i) => i);
const moments = await collectSecondMoments({ model: first, documents, layers: allLayers });
const statistics = inMemoryStatistics(moments, linalg);
const templates = await contextTemplates(first, { seed: 0 });
const show = (report: Report): string =>
  (['efficacy', 'generalization', 'specificity'] as const)
    .map(
      (task) =>
        `${task.slice(0, 3)} ${percent(report.preference[task]?.mean)}/${percent(report.exactMatch[task]?.mean)}`,
    )
    .join('  ');
const percent = (share = Number.NaN): string => (100 * share).toFixed(1);
console.log('unedited', show(await evaluate(first, facts)));
first.dispose();

for (const text of positionals) {
  const settings: EditSettings = { ...base, ...JSON.parse(text) };
  const model = await loadModel(MODEL_FOLDER);
  const size = Number(options.batch);
  const editor = editorById(options.editor);
  const probabilities: number[] = [];
  const residuals: number[] = [];
  const began = performance.now();
  const request = { model, facts, batchSize: size, settings, templates, linalg, statistics };
  for await (const { plan } of editInBatches(editor, request)) {
    probabilities.push(...plan.diagnostics.values.map(({ targetProbability }) => targetProbability));
    residuals.push(plan.diagnostics.residual);
  }
  const seconds = (performance.now() - began) / 1000;
  const report = await evaluate(model, facts);
  const mean = (list: number[]): string => (list.reduce((a, b) => a + b, 0) / list.length).toFixed(3);
  console.log(
    `${text}  ${show(report)}  z ${mean(probabilities)}  residual ${residuals[0]!.toFixed(2)}…${residuals.at(-1)!.toFixed(2)}  ${seconds.toFixed(0)} s`,
  );
  const missed = report.records.flatMap(({ id, efficacy }, i) =>
    efficacy?.preference === 0 ? [`${id} (z ${probabilities[i]!.toFixed(2)})`] : [],
  );
  if (missed.length > 0) console.log(`  not changed: ${missed.join(', ')}`);
  const byRelation = new Map<string, number[]>();
  for (const [i, { id }] of facts.entries()) {
    const relation = id!.split('/')[0]!;
    byRelation.set(relation, [...(byRelation.get(relation) ?? []), probabilities[i]!]);
  }
  console.log([...byRelation].map(([id, list]) => `${id} ${mean(list)}`).join(', '));
  model.dispose();
}
