import { type Block, linePlot, type Section } from '@alphaedit/report';
import { formatNumber } from '@alphaedit/report/format';
import { planePlot } from '../../plane-plot.js';
import type { EditorShifts, ShiftData } from './data.js';

/** Findings, curves and clouds of how far hidden states moved. */
export async function shiftsReport(data: ShiftData): Promise<{ findings: string[]; sections: Section[] }> {
  return {
    findings: findingsOf(data),
    sections: [await curves(data), await clouds(data)],
  };
}

const last = ({ points }: EditorShifts) => points.at(-1)!;
const percent = (share: number | undefined) => (share === undefined ? '–' : `${(100 * share).toFixed(1)} %`);

function findingsOf({ editors, facts, prompts, layer }: ShiftData): string[] {
  const ordered = [...editors].sort((a, b) => last(a).relativeFrechet - last(b).relativeFrechet);
  const [least, ...others] = ordered;
  const told = others.map(
    (one) =>
      `${one.editor} ${formatNumber(last(one).relativeFrechet / last(least!).relativeFrechet)} times as far`,
  );
  return [
    `After ${facts} facts, ${least!.editor} moved the states of ${prompts} other prompts at layer ${layer} least (relative Fréchet distance ${formatNumber(last(least!).relativeFrechet)})${told.length > 0 ? `; ${told.join(', ')}` : ''}.`,
    ...atEqualEfficacy(editors),
    ...editors.map(
      (one) =>
        `${one.editor}: a prompt moved by ${percent(last(one).relativeMove)} of its length on average; efficacy ${percent(one.efficacy)}, generalization ${percent(one.generalization)}, specificity ${percent(one.specificity)}${one.said === undefined ? '' : `; the model says ${percent(one.said)} of the new answers by itself`}.`,
    ),
  ];
}

/** Efficacies within this of each other count as equal. */
const EQUAL = 0.03;

/** The first editor beside the one that is nearest to it in efficacy: strength apart, who moves the states further? */
function atEqualEfficacy([first, ...others]: readonly EditorShifts[]): string[] {
  const { efficacy } = first!;
  if (efficacy === undefined) return [];
  const gap = (one: EditorShifts) => Math.abs((one.efficacy ?? Number.POSITIVE_INFINITY) - efficacy);
  const [nearest] = others.filter((one) => gap(one) <= EQUAL + 1e-9).sort((a, b) => gap(a) - gap(b));
  if (!nearest) return [];
  const ratio = last(first!).relativeFrechet / last(nearest).relativeFrechet;
  return [
    `At about equal efficacy, ${first!.editor} (${percent(efficacy)}) moved them ${formatNumber(ratio)} times as far as ${nearest.editor} (${percent(nearest.efficacy)}).`,
  ];
}

async function curves({ editors, batch }: ShiftData): Promise<Section> {
  const plot = async (title: string, y: string, of: (point: EditorShifts['points'][number]) => number) => {
    const svg = await linePlot({
      title,
      x: 'facts edited',
      y,
      series: editors.map(({ editor, points }) => ({
        name: editor,
        points: points.map((point) => [point.edited, of(point)] as const),
      })),
    });
    const description = editors
      .map((one) => `${one.editor} ends at ${formatNumber(of(last(one)))}`)
      .join('; ');
    return { kind: 'plot' as const, caption: title, svg, description };
  };
  return {
    title: 'As edits add up',
    text: `States are the output of the last edit layer at the last token of prompts that were not edited, read after every batch of ${batch} facts. The Fréchet distance is that of normal distributions with the same means and covariances, as a share of the variance before.`,
    blocks: [
      await plot(
        'Distance of the distributions',
        'relative Fréchet distance',
        (point) => point.relativeFrechet,
      ),
      await plot('Mean move of a prompt', 'mean of ‖h′ − h‖ / ‖h‖', (point) => point.relativeMove),
      {
        kind: 'table',
        caption: 'After every batch',
        columns: [
          { title: 'editor' },
          { title: 'facts edited' },
          { title: 'Fréchet / variance' },
          { title: 'shift of the mean / deviation' },
          { title: 'mean move of a prompt', unit: '%' },
        ],
        rows: editors.flatMap(({ editor, points }) =>
          points.map((point) => [
            editor,
            point.edited,
            point.relativeFrechet,
            point.relativeMeanShift,
            100 * point.relativeMove,
          ]),
        ),
      },
    ],
  };
}

async function clouds({ editors, prompts }: ShiftData): Promise<Section> {
  const blocks: Block[] = [];
  for (const { editor, plane } of editors) {
    const svg = await planePlot(editor, plane);
    blocks.push({
      kind: 'plot',
      caption: `${editor}: ${prompts} prompts before and after all edits, in the plane of the two largest principal components of both together.`,
      svg,
      description: `Fréchet distance in the plane ${formatNumber(plane.frechet)}.`,
    });
  }
  return { title: 'Before and after', blocks };
}
