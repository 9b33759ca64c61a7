import { type LineSeries, linePlot, type Section } from '@alphaedit/report';
import { percent } from '../../words.js';
import type { RevisionFigures, RevisionPoint, RevisionsData } from './data.js';

/** What is told of the revised facts, in the order of the columns. */
const FIGURES = [
  ['said', 'last answer said'],
  ['reworded', 'in other words'],
  ['neighbours', 'neighbours kept'],
] as const;

/** Findings, curves and the table of facts that are revised again and again. */
export async function revisionsReport(
  data: RevisionsData,
): Promise<{ findings: string[]; sections: Section[] }> {
  return { findings: findingsOf(data), sections: [await curves(data), table(data)] };
}

const editorsOf = ({ points }: RevisionsData) => [...new Set(points.map(({ editor }) => editor))];

/** The run that edits the revised facts once, and the last point of either policy. */
function endsOf({ points }: RevisionsData, editor: string) {
  const own = points.filter((point) => point.editor === editor);
  const last = (repeated: RevisionPoint['repeated']) =>
    own.filter((point) => point.repeated === repeated).at(-1)!;
  return { once: last(undefined), replace: last('replace'), keep: last('keep') };
}

function findingsOf(data: RevisionsData): string[] {
  const mean = ({ said }: RevisionFigures) => (said ? `${(100 * said.mean).toFixed(1)} %` : '–');
  return editorsOf(data).map((editor) => {
    const { once, replace, keep } = endsOf(data, editor);
    const within = replace.said && once.said && replace.said.mean >= once.said.ci95[0];
    return `${editor}: after ${replace.times} edits of the same facts the model says the last answer to ${mean(replace)} of them where each revision replaces the one before, and to ${mean(keep)} where all stay; edited once, it is ${mean(once)}. Replaced, they ${within ? 'hold as well as after one edit' : 'hold less well than after one edit'} (its 95 % interval).`;
  });
}

async function curves(data: RevisionsData): Promise<Section> {
  const { points, revised, others, batch } = data;
  const blocks = await Promise.all(
    FIGURES.filter(([figure]) => points.some((point) => point[figure])).map(async ([figure, title]) => {
      const series = editorsOf(data).flatMap((editor): LineSeries[] => {
        const { once } = endsOf(data, editor);
        return (['replace', 'keep'] as const).map((repeated) => ({
          name: `${editor}, ${repeated}`,
          group: editor,
          points: [
            once,
            ...points.filter((point) => point.editor === editor && point.repeated === repeated),
          ].map((point) => {
            const share = point[figure];
            return [point.times, share?.mean ?? null, share?.ci95[0], share?.ci95[1]] as const;
          }),
        }));
      });
      const svg = await linePlot({
        title: `Revised facts: ${title}`,
        x: 'edits of each fact',
        y: { label: 'share', format: 'percent', min: 0, max: 1 },
        series,
        logX: true,
      });
      return {
        kind: 'plot' as const,
        caption: `Revised facts: ${title}, with 95 % intervals`,
        svg,
        description: 'The table below holds the same figures.',
      };
    }),
  );
  return {
    title: 'As facts are revised',
    text: `${others} facts are edited once, then ${revised} others again and again, ${batch} at a time. The first point of each line is the run that edits them once. What counts is what the model writes by itself.`,
    blocks,
  };
}

function table(data: RevisionsData): Section {
  const cells = (figures: RevisionFigures) => [
    ...FIGURES.map(([figure]) => percent(figures[figure])),
    percent(figures.others?.said),
    percent(figures.others?.reworded),
  ];
  return {
    title: 'Every measurement',
    blocks: [
      {
        kind: 'table',
        caption: 'Shares of questions after which the model writes the answer, with 95 % intervals',
        columns: [
          { title: 'editor' },
          { title: 'earlier revisions' },
          { title: 'edits of each' },
          ...FIGURES.map(([, title]) => ({ title, align: 'right' as const })),
          { title: 'other facts said', align: 'right' },
          { title: 'in other words', align: 'right' },
        ],
        rows: [
          ['unedited', '–', 0, ...cells(data.before)],
          ...data.points.map((point) => [
            point.editor,
            { replace: 'replaced', keep: 'kept' }[point.repeated!] ?? '–',
            point.times,
            ...cells(point),
          ]),
        ],
      },
    ],
  };
}
