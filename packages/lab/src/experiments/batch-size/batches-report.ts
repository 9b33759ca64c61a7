import { SCORED_TASKS } from '@alphaedit/eval';
import { linePlot, type Section } from '@alphaedit/report';
import { formatNumber } from '@alphaedit/report/format';
import { FORM_NAMES, percent } from '../../words.js';
import type { BatchData, BatchPoint } from './data.js';

/** A fall by this much of efficacy counts as the end of scaling. */
const FALL = 0.05;

/** Values that give their answers less than this have not been found. */
const UNSAID = 0.1;

/** Findings, curves and the table of growing batches. */
export async function batchesReport(data: BatchData): Promise<{ findings: string[]; sections: Section[] }> {
  return { findings: findingsOf(data), sections: [await curves(data), table(data)] };
}

const share = (value: number) => `${(100 * value).toFixed(1)} %`;

function findingsOf({ points, form, knownBefore }: BatchData): string[] {
  const editors = [...new Set(points.map(({ editor }) => editor))];
  const found = editors.map((editor) => {
    const own = points.filter((point) => point.editor === editor);
    const of = (point: BatchPoint) => point.after[form].efficacy!.mean;
    const best = Math.max(...own.map(of));
    const fallen = own.find((point, i) => own.slice(0, i).some((one) => of(one) - of(point) > FALL));
    const [first, last] = [own[0]!, own.at(-1)!];
    return `${editor}: efficacy (${FORM_NAMES[form]}) goes from ${share(of(first))} with ${first.size} to ${share(of(last))} with ${last.size} facts at once${fallen ? `; it first lies more than ${100 * FALL} points under its best so far (${share(best)}) at ${fallen.size}` : `; no size measured lies more than ${100 * FALL} points under the best before it`}.`;
  });
  const { specificity } = knownBefore;
  const reach =
    specificity !== undefined && specificity < 0.5
      ? [
          `The unedited model answers only ${share(specificity)} of the unrelated questions exactly, so specificity says little here: what it does not know cannot be lost. Efficacy, generalization, residuals and seconds stand.`,
        ]
      : [];
  const asked = points.reduce((sum, { targetProbability }) => sum + targetProbability, 0) / points.length;
  const values =
    asked < UNSAID
      ? [
          `The values found give their answers a probability of ${formatNumber(asked)} on average: facts fail before any weight is solved for, so that this says little about batch sizes. Try more zSteps, or facts this model can be brought to say.`,
        ]
      : [];
  return [...found, ...values, ...reach];
}

async function curves({ points, form }: BatchData): Promise<Section> {
  const editors = [...new Set(points.map(({ editor }) => editor))];
  const lines = editors.flatMap((editor) => {
    const own = points.filter((point) => point.editor === editor);
    return SCORED_TASKS.filter((task) => own.some((point) => point.after[form][task])).map((task) => ({
      name: editors.length > 1 ? `${editor}: ${task}` : task,
      ...(editors.length > 1 && { group: editor }),
      points: own.map(({ size, after }) => {
        const figure = after[form][task];
        return [size, figure?.mean ?? null, figure?.ci95[0], figure?.ci95[1]] as const;
      }),
    }));
  });
  const svg = await linePlot({
    title: `One batch from the unedited model (${FORM_NAMES[form]})`,
    x: 'facts in the batch',
    y: { label: 'share', format: 'percent', min: 0, max: 1 },
    series: lines,
    logX: true,
  });
  const residual = await linePlot({
    title: 'What the solve leaves undone',
    x: 'facts in the batch',
    y: 'residual ‖z − h‖ / ‖z‖',
    series: editors.map((editor) => ({
      name: editor,
      points: points
        .filter((point) => point.editor === editor)
        .map(({ size, residual }) => [size, residual] as const),
    })),
    logX: true,
  });
  return {
    title: 'As the batch grows',
    blocks: [
      {
        kind: 'plot',
        caption: 'Means over the facts of the batch, with 95 % intervals.',
        svg,
        description: 'The table below holds the same figures.',
      },
      {
        kind: 'plot',
        caption: 'Every fact has its value z; this is how far from it the edited model stays.',
        svg: residual,
        description: points
          .map(({ editor, size, residual }) => `${editor}, ${size}: ${formatNumber(residual)}`)
          .join('; '),
      },
    ],
  };
}

function table({ points, form }: BatchData): Section {
  return {
    title: 'Every batch',
    text: 'The target probability is that of the value before the weights were solved for: it does not depend on the batch, so that what falls beside it falls in the solve.',
    blocks: [
      {
        kind: 'table',
        caption: `Figures in the form of ${FORM_NAMES[form]}; said: edited prompts after which the model writes the new answer`,
        columns: [
          { title: 'editor' },
          { title: 'facts' },
          ...SCORED_TASKS.flatMap((task) => [
            { title: `${task} before`, align: 'right' as const },
            { title: 'after', align: 'right' as const },
          ]),
          { title: 'said after' },
          { title: 'target probability' },
          { title: 'residual' },
          { title: '‖Δ‖' },
          { title: 'seconds per fact' },
        ],
        rows: points.map(
          ({ editor, size, before, after, targetProbability, residual, deltaNorm, seconds }) => [
            editor,
            size,
            ...SCORED_TASKS.flatMap((task) => [percent(before[form][task]), percent(after[form][task])]),
            percent(after.said?.efficacy),
            targetProbability,
            residual,
            deltaNorm,
            seconds / size,
          ],
        ),
      },
    ],
  };
}
