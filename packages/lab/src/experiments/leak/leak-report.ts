import { linePlot, type Section } from '@alphaedit/report';
import { formatNumber } from '@alphaedit/report/format';
import type { NullSpaceThreshold } from '@alphaedit/spec';
import type { LayerLeak, LeakData, LeakRow, LeakScores } from './data.js';

/** Findings, tables and plots of what leaked. */
export async function leakReport(data: LeakData): Promise<{ findings: string[]; sections: Section[] }> {
  return { findings: findingsOf(data), sections: await sectionsOf(data) };
}

type Edited = LeakRow & { readonly layers: readonly LayerLeak[] };

const edited = ({ rows }: LeakData) => rows.filter((row): row is Edited => row.layers !== undefined);

const largest = (rows: readonly Edited[], of: (leak: LayerLeak) => number) =>
  Math.max(...rows.flatMap(({ layers }) => layers.map(of)));

function findingsOf(data: LeakData): string[] {
  const rows = edited(data);
  const projected = rows.filter(({ editor }) => editor === 'alphaedit');
  const memit = rows.find(({ editor }) => editor === 'memit')!;
  const rounding = largest(projected, ({ preserved }) => preserved);
  const corpus = projected.map((row) => largest([row], (leak) => leak.corpus));
  const against = largest([memit], ({ corpus }) => corpus);
  const findings = [
    `Δ·K₀ is zero where the projection says so: in the preserved directions ‖ΔK‖ / ‖WK‖ is at most ${formatNumber(rounding)} at every threshold, which is rounding.`,
    `Over the whole corpus it is not zero: the directions counted as null let ${percentOf(Math.min(...corpus))} to ${percentOf(Math.max(...corpus))} through (largest layer of each threshold); MEMIT, without a projection, ${percentOf(against)}.`,
  ];
  const withHeldOut = projected.filter(({ layers }) => layers[0]!.heldOut !== undefined);
  if (withHeldOut.length > 0) {
    const ratios = withHeldOut.flatMap(({ layers }) =>
      layers.map(({ heldOut, corpus }) => heldOut! / corpus),
    );
    findings.push(
      `On text that is not in C₀ the leak is ${formatNumber(Math.min(...ratios))} to ${formatNumber(Math.max(...ratios))} times that on the corpus.`,
    );
  }
  const empty = data.rows.filter(({ layers }) => layers === undefined);
  if (empty.length > 0) {
    findings.push(
      `No edit is possible at ${empty.map(({ threshold }) => name(threshold)).join(', ')}: no direction falls under the threshold.`,
    );
  }
  return findings;
}

const percentOf = (share: number) => `${formatNumber(100 * share)} %`;

const name = (threshold: NullSpaceThreshold | undefined) =>
  threshold === undefined
    ? 'MEMIT'
    : threshold.kind === 'absolute'
      ? `τ = ${formatNumber(threshold.value)}`
      : `${formatNumber(100 * threshold.value)} % of the trace`;

async function sectionsOf(data: LeakData): Promise<Section[]> {
  const rows = edited(data);
  return [
    {
      title: 'What leaks at each threshold',
      text: [
        'Leaks are ‖ΔK‖ / ‖WK‖ (Frobenius): how much a change adds to the outputs of its layer, as a share of those outputs. They are computed from second moments, tr(Δ C Δᵀ) / tr(W C Wᵀ), in float64.',
        '“Preserved” is the part in the directions the threshold preserves; “bound” what a change of this size could leak at most through the directions counted as null.',
      ],
      blocks: [
        ...(await plots(rows)),
        {
          kind: 'table',
          caption: `Leaks by threshold and layer, ${data.facts} facts in one batch`,
          columns: [
            { title: 'constraint', align: 'left' },
            { title: 'layer' },
            { title: 'null dimension' },
            { title: 'preserved trace', unit: '%' },
            { title: '‖Δ‖' },
            { title: 'corpus', unit: '%' },
            { title: 'preserved', unit: '%' },
            { title: 'bound', unit: '%' },
            { title: 'held-out', unit: '%' },
          ],
          rows: rows.flatMap((row) =>
            row.layers.map((leak) => [
              name(row.threshold),
              leak.layer,
              row.threshold ? leak.nullDimension : null,
              row.threshold ? 100 * leak.preservedTrace : null,
              leak.deltaNorm,
              100 * leak.corpus,
              row.threshold ? 100 * leak.preserved : null,
              row.threshold ? 100 * leak.bound : null,
              leak.heldOut === undefined ? null : 100 * leak.heldOut,
            ]),
          ),
        },
      ],
    },
    {
      title: 'What it is worth',
      text: 'A threshold that lets little through also leaves little room to edit in. The same edits, measured (preference form; said: the model writes the new answer by itself).',
      blocks: [
        {
          kind: 'table',
          caption: 'Efficacy, generalization and specificity at each threshold',
          columns: [
            { title: 'constraint', align: 'left' },
            ...['efficacy', 'generalization', 'specificity', 'said'].map((title) => ({ title, unit: '%' })),
          ],
          rows: [
            ['unedited', ...scoresOf(data.before)],
            ...data.rows.map((row) => [
              row.layers ? name(row.threshold) : `${name(row.threshold)} (no null space)`,
              ...scoresOf(row),
            ]),
          ],
        },
      ],
    },
  ];
}

const scoresOf = (row: LeakScores) =>
  [row.efficacy, row.generalization, row.specificity, row.said].map((share) =>
    share === undefined ? null : 100 * share,
  );

async function plots(rows: readonly Edited[]) {
  const kinds = [
    ['absolute', 'Absolute threshold τ', 'threshold τ'],
    ['keep-trace', 'Relative threshold', 'share of the trace preserved'],
  ] as const;
  const drawn = [];
  for (const [kind, title, x] of kinds) {
    const of = rows.filter(({ threshold }) => threshold?.kind === kind);
    if (of.length === 0) continue;
    const series = of[0]!.layers.flatMap(({ layer }, i) => [
      {
        name: `layer ${layer}`,
        points: of.map((row) => [row.threshold!.value, 100 * row.layers[i]!.corpus] as const),
      },
    ]);
    const svg = await linePlot({
      title,
      x,
      y: 'leak on the corpus, %',
      series,
      logX: kind === 'absolute',
    });
    drawn.push({
      kind: 'plot' as const,
      caption: `${title}: ‖ΔK₀‖ / ‖WK₀‖ by layer`,
      svg,
      description: series
        .map(
          (line) =>
            `${line.name}: ${line.points.map(([at, y]) => `${formatNumber(at)}: ${formatNumber(y)} %`).join(', ')}`,
        )
        .join('; '),
    });
  }
  return drawn;
}
