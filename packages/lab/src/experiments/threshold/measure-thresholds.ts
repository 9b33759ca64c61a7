import { spectrum } from '@alphaedit/covariance';
import { alphaedit } from '@alphaedit/editors';
import { linePlot, type Section } from '@alphaedit/report';
import { formatNumber } from '@alphaedit/report/format';
import type { NullSpaceThreshold } from '@alphaedit/spec';
import type { ExperimentContext, ExperimentOutcome } from '../experiment.js';
import { type Measured, measureVariants, type VariantResult } from '../measure-variants.js';
import { type Laboratory, withLaboratory } from '../open-laboratory.js';
import { describeResult, variantBars, variantTable } from '../variant-table.js';
import type { ThresholdOptions } from './options.js';

interface ThresholdRow extends VariantResult {
  readonly threshold: NullSpaceThreshold;
  /** Share of the directions left to edit in, mean over the layers. */
  readonly nullShare: number;
}

const nameOf = ({ kind, value }: NullSpaceThreshold) =>
  kind === 'absolute' ? `τ = ${formatNumber(value)}` : `keep ${formatNumber(100 * value)} %`;

/** One sequential run per threshold, each from the unedited model. */
export async function measureThresholds(
  context: ExperimentContext<ThresholdOptions>,
): Promise<ExperimentOutcome> {
  const { model: directory, options, work } = context;
  return withLaboratory(directory, options, work, async (laboratory) => {
    const { settings, linalg, engine, seeds, hashes, warnings } = laboratory;
    const thresholds: NullSpaceThreshold[] = [
      ...options.absolute.map((value) => ({ kind: 'absolute', value }) as const),
      ...options.relative.map((value) => ({ kind: 'keep-trace', value }) as const),
    ];
    const shares = await nullShares(laboratory, thresholds);
    const variants = thresholds.map((threshold) => ({
      name: nameOf(threshold),
      editor: alphaedit(),
      settings: {
        ...settings,
        nullSpaceThreshold: threshold.kind === 'absolute' ? threshold.value : settings.nullSpaceThreshold,
        nullSpaceKeepTrace: threshold.kind === 'absolute' ? undefined : threshold.value,
      },
    }));
    const { batch } = options;
    const { before, results, heldOutTokens } = await measureVariants(laboratory, { variants, batch }, work);
    const rows = results.map(
      (result, i): ThresholdRow => ({
        ...result,
        threshold: thresholds[i]!,
        nullShare: shares[i]!,
      }),
    );
    const data = {
      facts: laboratory.facts.length,
      batch,
      layers: settings.layers,
      corpusTokens: laboratory.corpusTokens,
      heldOutTokens,
      before,
      rows,
    };
    const findings = findingsOf(rows);
    const sections = await sectionsOf(before, rows, data.facts, batch);
    return { findings, sections, data, engine, linalg: linalg.provider, seeds, hashes, warnings };
  });
}

async function nullShares(
  { statistics, settings }: Laboratory,
  thresholds: readonly NullSpaceThreshold[],
): Promise<number[]> {
  const totals = thresholds.map(() => 0);
  for (const layer of settings.layers) {
    const { dimension, nullDimension } = await spectrum(statistics, layer);
    for (const [i, threshold] of thresholds.entries()) totals[i]! += nullDimension(threshold) / dimension;
  }
  return totals.map((total) => total / settings.layers.length);
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

function findingsOf(rows: readonly ThresholdRow[]): string[] {
  const scored = rows.filter((row) => row.score !== undefined);
  if (scored.length === 0) return ['No threshold left an edit that could be scored.'];
  const of = (kind: NullSpaceThreshold['kind']) => scored.filter(({ threshold }) => threshold.kind === kind);
  const [best] = [...scored].sort((a, b) => b.score! - a.score!);
  const [worst] = [...scored].sort((a, b) => a.score! - b.score!);
  const findings = [
    `The score goes from ${percent(worst!.score!)} (${worst!.name}) to ${percent(best!.score!)} (${best!.name}): ${best!.score! - worst!.score! > 0.1 ? 'the choice matters' : 'the choice hardly matters here'}.`,
  ];
  for (const kind of ['absolute', 'keep-trace'] as const) {
    const some = of(kind);
    if (some.length < 2) continue;
    const [first, last] = [some[0]!, some.at(-1)!];
    const figure = (row: ThresholdRow) =>
      `${row.name} (${percent(row.nullShare)} of the directions free): efficacy ${percent(row.efficacy!.mean)}, specificity ${percent(row.specificity?.mean ?? Number.NaN)}`;
    findings.push(`From ${figure(first)}, to ${figure(last)}.`);
  }
  const refused = rows.filter(({ refused }) => refused !== undefined);
  if (refused.length > 0)
    findings.push(`Refused, with the reason told: ${refused.map(({ name }) => name).join(', ')}.`);
  return findings;
}

async function sectionsOf(
  before: Measured,
  rows: readonly ThresholdRow[],
  facts: number,
  batch: number,
): Promise<Section[]> {
  const tasks = ['efficacy', 'generalization', 'specificity'] as const;
  const byRoom = rows
    .filter(({ refused }) => refused === undefined)
    .sort((a, b) => a.nullShare - b.nullShare);
  const svg = await linePlot({
    title: 'By the room left to edit in',
    x: 'directions counted as null, % of all (mean over layers)',
    y: { label: '%', min: 0, max: 100 },
    series: tasks.map((name) => ({
      name,
      points: byRoom.map((row) => {
        const share = row[name];
        const at = 100 * row.nullShare;
        return share
          ? ([at, 100 * share.mean, 100 * share.ci95[0], 100 * share.ci95[1]] as const)
          : ([at, null] as const);
      }),
    })),
  });
  return [
    {
      title: 'Figures by threshold',
      text: `${facts} facts in batches of ${batch} with AlphaEdit, each threshold from the unedited model; preference form with 95 % intervals, perplexity on text that is in no statistic.`,
      blocks: [
        variantTable('Absolute thresholds and shares of the trace to keep', before, rows),
        await variantBars('Efficacy, generalization and specificity by threshold', rows),
        {
          kind: 'plot',
          caption: 'Both kinds of threshold on one axis: how many directions they leave to edit in',
          svg,
          description: byRoom
            .map((row) => `${percent(row.nullShare)} free: ${describeResult(row)}`)
            .join('; '),
        },
      ],
    },
  ];
}
