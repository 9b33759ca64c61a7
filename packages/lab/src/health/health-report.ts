import { MAX_PERPLEXITY_RATIO } from '@alphaedit/core';
import { type Block, linePlot, renderReport, type Section } from '@alphaedit/report';
import { formatNumber } from '@alphaedit/report/format';
import { provenance } from '../provenance.js';
import {
  type HealthPoint,
  type HealthRun,
  healthFacts,
  healthPoints,
  measuredLayers,
} from './health-points.js';

/** The health of a run as one HTML file without a script. @param command the command line, for its last section */
export async function healthReport(run: HealthRun, command?: string): Promise<string> {
  const { manifest, directory } = run;
  const { editor, model, engine, linalg, seed } = manifest;
  const facts = healthFacts(run);
  const points = healthPoints(run);
  const edited = points.at(-1)?.facts ?? 0;
  const layers = measuredLayers(points);
  return renderReport({
    title: `How ${model.name} stands in ${directory}`,
    summary: [
      `${editor}, ${edited} of ${facts} facts edited in ${points.length} batches. Each figure is of the model after a batch, with all batches before it.`,
      ...(edited < facts
        ? [
            'The run holds the batches before the one where it stopped. `alphaedit edit` with the same inputs says why.',
          ]
        : []),
    ],
    sections: (
      [
        [
          'Perplexity of its own text',
          'How surprised the model is by short texts that it wrote before the edit, as a multiple of what it was then. It rises before ordinary text suffers.',
          // From 0 to the limit, so that a change too small to matter looks small.
          await plot('times what it was', points, [['own text', (point) => point.perplexityRatio]], {
            max: Math.max(
              MAX_PERPLEXITY_RATIO,
              ...points.map(({ perplexityRatio = 0 }) => perplexityRatio).filter(Number.isFinite),
            ),
          }),
        ],
        [
          'Change of the weights',
          '‖W − W₀‖ / ‖W₀‖ of the whole change so far, for each layer that is edited.',
          await plot(
            '‖ΔW‖/‖W‖',
            points,
            layers.map((layer) => [`layer ${layer}`, (point) => point.weightRatio?.[layer]]),
            { logY: true },
          ),
        ],
        [
          'Leading singular subspaces',
          'How much of the 16 leading left and right singular vectors lies in the span of those of the unedited weight: 1 for all of it.',
          await plot(
            'overlap',
            points,
            layers.map((layer) => [`layer ${layer}`, (point) => point.subspaceOverlap?.[layer]]),
            { max: 1 },
          ),
        ],
        [
          'Facts that the model says',
          'Share of the batch that was edited last, and of the first 32 facts of the run, each token of the target being the likeliest. Facts that later ones revise are left out.',
          await plot(
            'share said',
            points,
            [
              ['last batch', (point) => point.lastSaid],
              ['first facts', (point) => point.firstSaid],
            ],
            { max: 1 },
          ),
        ],
      ] as const
    )
      .flatMap(([title, text, block]): Section[] => (block ? [{ title, text, blocks: [block] }] : []))
      .concat({ title: 'Figures', blocks: [figures(points, layers)] }),
    provenance: provenance({
      command,
      engine,
      linalg,
      seeds: { 'context templates': seed },
      hashes: { model: model.hash, facts: manifest.facts.hash },
    }),
  });
}

/** One line per measure over the facts edited; nothing where none was measured. */
async function plot(
  label: string,
  points: readonly HealthPoint[],
  lines: readonly (readonly [string, (point: HealthPoint) => number | undefined])[],
  { logY, max }: { readonly logY?: boolean; readonly max?: number } = {},
): Promise<Block | undefined> {
  const series = lines
    .map(([name, value]) => ({
      name,
      points: points.flatMap((point): [number, number][] => {
        const found = value(point);
        const drawn = found !== undefined && Number.isFinite(found) && (found > 0 || !logY);
        return drawn ? [[point.facts, found]] : [];
      }),
    }))
    .filter((line) => line.points.length > 0);
  if (series.length === 0) return undefined;
  const y = { label, ...(logY ? {} : { min: 0 }), ...(max !== undefined && { max }) };
  const svg = await linePlot({ title: label, x: { label: 'facts edited', min: 0 }, y, series, logY });
  return {
    kind: 'plot',
    caption: `${label}, by facts edited`,
    svg,
    description: 'The figures of the table below.',
  };
}

function figures(points: readonly HealthPoint[], layers: readonly string[]): Block {
  const right = { align: 'right' } as const;
  const number = (value: number | undefined) => (value === undefined ? null : formatNumber(value));
  const percent = (value: number | undefined) => (value === undefined ? null : (100 * value).toFixed(1));
  return {
    kind: 'table',
    caption: 'After each batch; empty where it was not measured',
    columns: [
      { title: 'batch', ...right },
      { title: 'facts', ...right },
      { title: 'perplexity ×', ...right },
      ...layers.map((layer) => ({ title: `‖ΔW‖/‖W‖ layer ${layer}`, ...right })),
      ...layers.map((layer) => ({ title: `overlap layer ${layer}`, ...right })),
      { title: 'last batch said', unit: '%', ...right },
      { title: 'first facts said', unit: '%', ...right },
      { title: 'cost of measuring', unit: '% of the batch', ...right },
    ],
    rows: points.map((point) => [
      String(point.batch),
      String(point.facts),
      number(point.perplexityRatio),
      ...layers.map((layer) => number(point.weightRatio?.[layer])),
      ...layers.map((layer) => number(point.subspaceOverlap?.[layer])),
      percent(point.lastSaid),
      percent(point.firstSaid),
      percent(point.cost),
    ]),
  };
}
