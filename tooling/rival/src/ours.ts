// The same work with this project's packages; started by compare.ts, in a process of its own.
import { readFileSync, writeFileSync } from 'node:fs';
import { editInBatches } from '@alphaedit/core';
import { collectSecondMoments, inMemoryStatistics } from '@alphaedit/covariance';
import { alphaedit } from '@alphaedit/editors';
import { startEngine } from '@alphaedit/engine/node';
import { createLinearAlgebra } from '@alphaedit/linalg/node';
import { loadModel } from '@alphaedit/model/node';
import { writeSafetensors } from '@alphaedit/safetensors/node';
import type { Outcome, Phase, Request } from './request.js';

const [requestPath, resultPath, tensorsPath] = process.argv.slice(2) as [string, string, string];
const request = JSON.parse(readFileSync(requestPath, 'utf8')) as Request;
const { settings, facts, templates, documents, contextLength } = request;
const { layers } = settings;

const engine = await startEngine({ engine: request.engine });
const linalg = createLinearAlgebra();
const seconds: Partial<Record<Phase, number>> = {};
let started = performance.now();
function lap(phase: Phase): void {
  const now = performance.now();
  seconds[phase] = (now - started) / 1000;
  started = now;
}

const model = await loadModel(request.model);
lap('load');

const moments = await collectSecondMoments({ model, documents, layers, contextLength });
lap('covariance');

const statistics = inMemoryStatistics(moments, linalg);
const threshold = { kind: 'absolute', value: settings.nullSpaceThreshold } as const;
const nullDimensions: Record<string, number> = {};
for (const layer of layers) {
  nullDimensions[layer] = (await statistics.projector(layer, threshold)).nullDimension;
}
lap('projector');

const batches = editInBatches(alphaedit(), {
  model,
  facts,
  batchSize: facts.length,
  settings,
  // Targets read as the published code reads them.
  editorSettings: { compat: 'official' },
  templates,
  linalg,
  statistics,
  progress: 'stages',
  onProgress({ stage, done, total }) {
    if (stage === 'values' && done === total) lap('values');
  },
});
const { value: batch } = await batches.next();
const { plan } = batch!;
lap('solve');

const peakBytes = process.resourceUsage().maxRSS * 1024;
const { z, values } = plan.diagnostics;
await writeSafetensors(tensorsPath, [
  { name: 'z', dtype: 'F32', shape: [z.rows, z.cols], data: z.data },
  ...plan.deltas.flatMap((delta, i) => {
    if (delta.kind !== 'low-rank') throw new Error(`${delta.parameter}: expected a low-rank change`);
    return (['left', 'right'] as const).map((side) => ({
      name: `${side}.${layers[i]}`,
      dtype: 'F64' as const,
      shape: [delta[side].rows, delta[side].cols],
      data: Float64Array.from(delta[side].data),
    }));
  }),
]);
const trace = (layer: number) => {
  const { rows, data } = moments.secondMoment(layer);
  let sum = 0;
  for (let i = 0; i < rows; i++) sum += data[i * rows + i]!;
  return sum;
};
const outcome: Outcome = {
  seconds: seconds as Record<Phase, number>,
  peakBytes,
  tokens: moments.origin.tokens,
  traces: Object.fromEntries(layers.map((layer) => [layer, trace(layer)])),
  nullDimensions,
  steps: values.map(({ steps }) => steps),
  versions: { node: process.versions.node, engine: engine.description, linalg: linalg.provider },
};
writeFileSync(resultPath, JSON.stringify(outcome));
model.dispose();
