import { barPlot, heatMap, linePlot, type ReportDocument, scatterPlot } from '../src/index.js';

/** Text that would break a page or a drawing if it were not escaped. */
export const HOSTILE = `<script>alert("1")</script> & 'x' onload=y`;

const wave = (shift: number) =>
  Array.from({ length: 11 }, (_, i): [number, number, number, number] => {
    const y = 0.9 - 0.04 * i * (1 + shift) + 0.02 * Math.sin(i);
    return [100 * i, y, y - 0.05, y + 0.04];
  });

/** Every kind of block and plot, with long, foreign and hostile labels. */
export async function sampleReport(): Promise<ReportDocument> {
  const editors = [
    'alphaedit',
    'memit',
    'memit+nullspace',
    'memit-seq',
    'rect',
    'rect+nullspace',
    'prune',
    HOSTILE,
  ];
  const line = await linePlot({
    title: 'Efficacy of all facts edited so far, by number of edits, for every editor in this run',
    x: 'facts edited',
    y: { label: 'efficacy', format: 'percent', min: 0, max: 1 },
    series: editors.map((name, i) => ({ name, group: name.split('+')[0], points: wave(i / 4) })),
  });
  const bar = await barPlot({
    title: 'Score after the last batch',
    value: { label: 'score', format: 'percent', min: 0, max: 1 },
    bars: editors.flatMap((label, i) =>
      ['efficacy', 'specificity'].map((series, j) => {
        const value = 0.9 - 0.08 * i - 0.1 * j;
        return { label, series, value, low: value - 0.06, high: value + 0.04 };
      }),
    ),
  });
  const tokens = [
    'The',
    ' mother',
    ' tongue',
    ' of',
    ' Dani',
    'elle',
    ' Darrieux*',
    ' is',
    ' <b>',
    ' an-uncommonly-long-token-that-goes-on',
  ];
  const heat = await heatMap({
    title: 'Indirect effect of restoring one hidden state',
    rows: tokens,
    columns: Array.from({ length: 48 }, (_, b) => b),
    values: tokens.map((_, t) =>
      Array.from({ length: 48 }, (_, b) => Math.exp(-((b - 15) ** 2) / 40 - (t - 6) ** 2)),
    ),
    x: 'block',
    value: 'probability restored',
  });
  const scatter = await scatterPlot({
    title: 'Hidden states of 200 known prompts',
    x: 'first principal component',
    y: 'second',
    groups: ['before', 'after'].map((name, g) => ({
      name,
      points: Array.from(
        { length: 200 },
        (_, i) => [Math.sin(i * 12.9898) * 3 + g, Math.cos(i * 78.233) * 2] as const,
      ),
    })),
  });
  const move = await linePlot({
    title: 'Mean move of a prompt',
    x: 'directions that are counted as null, % of all (mean over layers)',
    y: '‖h after − h before‖ / ‖h before‖',
    logX: true,
    series: [
      {
        name: 'alphaedit',
        points: [
          [1, 0.3],
          [16, 0.8],
        ],
      },
    ],
  });
  return {
    title: `Editors side by side ${HOSTILE}`,
    summary: ['A thousand facts in batches of fifty.', HOSTILE],
    provenance: {
      command: 'alphaedit bench models/demo --facts facts.jsonl --stats stats --editors all --lift',
      versions: { alphaedit: '0.1.0', node: 'v20.20.2' },
      seeds: { templates: 0, order: HOSTILE },
      hashes: { model: 'a3'.repeat(32), facts: 'f0'.repeat(32) },
      settings: { layers: '1, 2, 3', L2: 1 },
      date: '2026-01-02T03:04:05Z',
      machine: '2 cores',
    },
    sections: [
      {
        title: 'Figures',
        text: HOSTILE,
        blocks: [
          {
            kind: 'figures',
            items: [
              { label: 'efficacy', value: '92.0 %', interval: '[85.0, 95.9]', note: 'preference form' },
              { label: 'specificity', value: '76.2 %', interval: '[67.0, 83.5]' },
              { label: 'perplexity', value: 34.56789 },
            ],
          },
          {
            kind: 'table',
            caption: `After the last batch ${HOSTILE}`,
            columns: [
              { title: 'editor' },
              { title: 'efficacy', unit: '%' },
              { title: 'generalization', unit: '%' },
              { title: 'specificity', unit: '%' },
              { title: 'note' },
            ],
            rows: editors.map((name, i) => [
              name,
              90.123 - i,
              1234.5 * i,
              i === 3 ? null : 1e-7 * i,
              `row ${i} ${HOSTILE}`,
            ]),
          },
        ],
      },
      {
        title: 'Plots',
        blocks: [
          {
            kind: 'plot',
            caption: 'Efficacy',
            svg: line,
            description: 'Every line falls; alphaedit falls least.',
          },
          { kind: 'plot', caption: 'Scores', svg: bar, description: HOSTILE },
          { kind: 'plot', caption: 'Trace', svg: heat, description: 'The effect peaks at block 15.' },
          { kind: 'plot', caption: 'States', svg: scatter, description: 'Two clouds that overlap.' },
          { kind: 'table', caption: 'Corner', columns: [{ title: '' }, { title: 'n' }], rows: [['a', 1]] },
          { kind: 'plot', caption: 'Moves', svg: move, description: 'From 0.3 to 0.8.' },
        ],
      },
      {
        title: `Words ${HOSTILE}`,
        blocks: [
          { kind: 'text', paragraphs: ['One.', HOSTILE] },
          { kind: 'code', text: `alphaedit bench \\\n  --lift # ${HOSTILE}`, caption: 'How it was run' },
        ],
      },
    ],
  };
}
