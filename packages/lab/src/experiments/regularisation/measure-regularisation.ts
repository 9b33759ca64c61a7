import { alphaedit, memitSequential } from '@alphaedit/editors';
import { compareReports, type Share } from '@alphaedit/eval';
import { type Block, linePlot, type Section, scatterPlot } from '@alphaedit/report';
import { formatNumber } from '@alphaedit/report/format';
import type { ExperimentContext, ExperimentOutcome } from '../experiment.js';
import { measureVariants, type VariantResult, type VariantRuns } from '../measure-variants.js';
import { withLaboratory } from '../open-laboratory.js';
import { otherPrompts } from '../other-prompts.js';
import { describeResult, variantBars, variantTable } from '../variant-table.js';
import type { RegularisationOptions } from './options.js';

interface SweptResult extends VariantResult {
  readonly method: 'projection' | 'penalty';
  /** β of the projection, λ of the penalty. */
  readonly strength: number;
}

/** Projection minus penalty, fact by fact, each at its best score. */
interface Contribution {
  readonly projection: string;
  readonly penalty: string;
  readonly efficacy?: Share;
  readonly generalization?: Share;
  readonly specificity?: Share;
}

/** The same facts, keys and values; only what preserves differs. Each run starts from the unedited model. */
export async function measureRegularisation(
  context: ExperimentContext<RegularisationOptions>,
): Promise<ExperimentOutcome> {
  const { model: directory, options, work } = context;
  return withLaboratory(directory, options, work, async (laboratory) => {
    const { settings, linalg, engine, seeds, hashes, warnings } = laboratory;
    const swept = [
      ...options.beta.map((L2) => ({
        name: `projection, β = ${formatNumber(L2)}`,
        method: 'projection' as const,
        strength: L2,
        editor: alphaedit(),
        settings: { ...settings, L2 },
      })),
      ...options.lambda.map((mom2UpdateWeight) => ({
        name: `penalty, λ = ${formatNumber(mom2UpdateWeight)}`,
        method: 'penalty' as const,
        strength: mom2UpdateWeight,
        editor: memitSequential(),
        settings: { ...settings, mom2UpdateWeight },
      })),
    ];
    const { batch, every } = options;
    const others = await otherPrompts(options, laboratory.facts);
    const prompts = others.length > 1 ? others : undefined;
    const runs = await measureVariants(laboratory, { variants: swept, batch, every, prompts }, work);
    const results = runs.results.map(
      (result, i): SweptResult => ({
        ...result,
        method: swept[i]!.method,
        strength: swept[i]!.strength,
      }),
    );
    const contribution = contributionOf(results, runs);
    const data = {
      facts: laboratory.facts.length,
      batch,
      layers: settings.layers,
      threshold: settings.nullSpaceKeepTrace ?? settings.nullSpaceThreshold,
      corpusTokens: laboratory.corpusTokens,
      heldOutTokens: runs.heldOutTokens,
      before: runs.before,
      results,
      contribution,
    };
    const findings = findingsOf(results, contribution);
    const sections = await sectionsOf(runs, results, contribution, data);
    return { findings, sections, data, engine, linalg: linalg.provider, seeds, hashes, warnings };
  });
}

function best(results: readonly SweptResult[], method: SweptResult['method']): SweptResult | undefined {
  const scored = results.filter((result) => result.method === method && result.score !== undefined);
  return scored.sort((a, b) => b.score! - a.score!)[0];
}

function contributionOf(results: readonly SweptResult[], { reports }: VariantRuns): Contribution | undefined {
  const [projection, penalty] = [best(results, 'projection'), best(results, 'penalty')];
  if (!projection || !penalty) return undefined;
  const { preference } = compareReports(reports.get(penalty.name)!, reports.get(projection.name)!);
  return {
    projection: projection.name,
    penalty: penalty.name,
    efficacy: preference.efficacy?.difference,
    generalization: preference.generalization?.difference,
    specificity: preference.specificity?.difference,
  };
}

const TASKS = ['efficacy', 'generalization', 'specificity'] as const;
const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
const points = ({ mean, ci95 }: Share) => {
  const [at, low, high] = [mean, ...ci95].map((value) => (100 * value).toFixed(1));
  return `${mean >= 0 ? '+' : ''}${at} points [${low}, ${high}]`;
};

function findingsOf(results: readonly SweptResult[], contribution: Contribution | undefined): string[] {
  const [projection, penalty] = [best(results, 'projection'), best(results, 'penalty')];
  if (!projection || !penalty || !contribution)
    return ['There is nothing to compare: a method has no score.'];
  const differences = TASKS.flatMap((task) => {
    const difference = contribution[task];
    return difference ? [`${task} ${points(difference)}`] : [];
  });
  const clear = TASKS.filter((task) => {
    const ci = contribution[task]?.ci95;
    return ci && (ci[0] > 0 || ci[1] < 0);
  });
  return [
    `Best scores: ${percent(projection.score!)} with the ${projection.name}, ${percent(penalty.score!)} with the ${penalty.name}.`,
    `Projection minus penalty, paired fact by fact, each at its best: ${differences.join(', ')}.`,
    clear.length > 0
      ? `The intervals exclude no difference for ${clear.join(' and ')}.`
      : 'No interval excludes that there is no difference: these facts cannot tell the projection from a well-chosen penalty in any of the three.',
  ];
}

async function sectionsOf(
  { before }: VariantRuns,
  results: readonly SweptResult[],
  contribution: Contribution | undefined,
  { facts, batch }: { readonly facts: number; readonly batch: number },
): Promise<Section[]> {
  const usable = results.filter(({ refused }) => refused === undefined);
  const penalties = usable.filter(({ method }) => method === 'penalty');
  const lines = await linePlot({
    title: 'The penalty, λ swept',
    x: 'λ',
    y: { label: '%', min: 0, max: 100 },
    logX: true,
    series: TASKS.map((name) => ({
      name,
      points: penalties.map((row) => {
        const share = row[name];
        return share
          ? ([row.strength, 100 * share.mean, 100 * share.ci95[0], 100 * share.ci95[1]] as const)
          : ([row.strength, null] as const);
      }),
    })),
  });
  const description = usable.map(describeResult).join('; ');
  const scatter = await learntAgainstKept(usable, description);
  return [
    {
      title: 'Every setting',
      text: `${facts} facts in batches of ${batch}, earlier keys kept by both methods (AlphaEdit; sequential MEMIT), so that only the preservation differs. Preference form with 95 % intervals; perplexity on text that is in no statistic.`,
      blocks: [
        variantTable('Projection with its ridge β, penalty with its weight λ', before, results),
        ...scatter,
        ...(await movesOf(usable)),
        ...(await courseOf(usable, description)),
        { kind: 'plot', caption: 'The penalty by its weight', svg: lines, description },
        await variantBars('Efficacy, generalization and specificity', results),
      ],
    },
    ...(contribution
      ? [
          {
            title: 'The projection’s own contribution',
            text: `Each method at the setting of its best score: ${contribution.projection} minus ${contribution.penalty}, paired fact by fact.`,
            blocks: [
              {
                kind: 'table' as const,
                caption: 'Differences with 95 % intervals',
                columns: [
                  { title: '', align: 'left' as const },
                  { title: 'difference', align: 'right' as const },
                ],
                rows: TASKS.flatMap((task) => {
                  const difference = contribution[task];
                  return difference ? [[task, points(difference)]] : [];
                }),
              },
            ],
          },
        ]
      : []),
  ];
}

/** What an edit costs other prompts, by how much of it was learnt; nothing where no prompt was followed. */
async function movesOf(results: readonly SweptResult[]): Promise<Block[]> {
  const measured = results.filter(({ shift, efficacy }) => shift && efficacy);
  if (measured.length === 0) return [];
  const svg = await scatterPlot({
    title: 'What is learnt against what else moves',
    x: 'efficacy, %',
    y: 'relative Fréchet distance',
    groups: (['projection', 'penalty'] as const).map((method) => ({
      name: method,
      points: measured
        .filter((row) => row.method === method)
        .map((row) => [100 * row.efficacy!.mean, row.shift!.relativeFrechet] as const),
    })),
  });
  const told = measured.map(
    ({ name, efficacy, shift }) =>
      `${name}: efficacy ${percent(efficacy!.mean)}, distance ${formatNumber(shift!.relativeFrechet)}`,
  );
  const caption = `Hidden states of ${measured[0]!.shift!.prompts} other prompts, before and after: down and to the right is better`;
  return [
    { kind: 'plot', caption, svg, description: told.join('; ') },
    {
      kind: 'table',
      caption: 'How far other prompts moved',
      columns: [
        { title: '', align: 'left' },
        { title: 'efficacy', unit: '%' },
        { title: 'Fréchet / variance' },
        { title: 'mean move of a prompt', unit: '%' },
      ],
      rows: measured.map(({ name, efficacy, shift }) => [
        name,
        100 * efficacy!.mean,
        shift!.relativeFrechet,
        100 * shift!.relativeMove,
      ]),
    },
  ];
}

/** The score along the run; nothing where it was measured at the end alone. */
async function courseOf(results: readonly SweptResult[], description: string): Promise<Block[]> {
  const followed = results.filter(({ course }) => course?.some(({ score }) => score !== undefined));
  if (!followed.some(({ course }) => course!.length > 1)) return [];
  const svg = await linePlot({
    title: 'Score of all facts so far, as edits add up',
    x: 'facts edited',
    y: { label: 'score, %', min: 0, max: 100 },
    series: followed.map(({ name, method, course }) => ({
      name,
      group: method,
      points: course!.map(({ facts, score }) => [facts, score === undefined ? null : 100 * score] as const),
    })),
  });
  return [{ kind: 'plot', caption: 'Every setting along its run', svg, description }];
}

/** Nothing where facts have no neighbours to keep. */
async function learntAgainstKept(results: readonly SweptResult[], description: string): Promise<Block[]> {
  const measured = results.filter(({ efficacy, specificity }) => efficacy && specificity);
  if (measured.length === 0) return [];
  const svg = await scatterPlot({
    title: 'What is learnt against what is kept',
    x: 'efficacy, %',
    y: 'specificity, %',
    groups: (['projection', 'penalty'] as const).map((method) => ({
      name: method,
      points: measured
        .filter((row) => row.method === method)
        .map((row) => [100 * row.efficacy!.mean, 100 * row.specificity!.mean] as const),
    })),
  });
  return [
    { kind: 'plot', caption: 'Every setting as a point: up and to the right is better', svg, description },
  ];
}
