import { formatNumber } from '@alphaedit/report/format';
import { plural } from '@alphaedit/spec';
import { Command, Option } from 'commander';
import type { DocumentOf } from '../documents/documents.js';
import { example } from '../ui/example.js';
import { table } from '../ui/table.js';
import { action } from '../ui/task.js';

interface MergeOptions {
  readonly out: string;
  readonly conflicts: 'refuse' | 'replace' | 'keep' | 'stack';
  readonly withFacts?: boolean;
  readonly partial?: boolean;
}

export const packCommand = (): Command =>
  new Command('pack')
    .description('edit packs as patches: how two differ, and several as one')
    .addCommand(diffCommand())
    .addCommand(mergeCommand());

const diffCommand = () =>
  new Command('diff')
    .description('how two edits of the same model differ: their facts, and how much each weight changes')
    .argument('<a>', 'edit pack or run folder')
    .argument('<b>', 'edit pack or run folder of the same model')
    .addHelpText('after', example('alphaedit pack diff monday tuesday'))
    .action(
      action<unknown, DocumentOf<'pack-diff'>>(async (task, [a, b]) => {
        const { diffEdits } = await import('@alphaedit/core/node');
        const { warnings, ...diff } = await diffEdits(a!, b!);
        task.warn(warnings);
        return { document: { a: a!, b: b!, ...diff, warnings }, text: () => diffText(a!, b!, diff) };
      }),
    );

const mergeCommand = () =>
  new Command('merge')
    .description('several edits of the same model as one edit pack, which edits each question once')
    .argument('<edits...>', 'edit packs and run folders of the same model, in the order they count')
    .requiredOption('--out <folder>', 'where to write the pack')
    .addOption(
      new Option(
        '--conflicts <policy>',
        'for a question with two answers: refuse, with an error that names both; replace: the later one counts; keep: the earlier one; stack: nothing is compared, every change stays in',
      )
        .choices(['refuse', 'replace', 'keep', 'stack'])
        .default('refuse'),
    )
    .option('--with-facts', 'put in the facts, with their old answers; without it no text of theirs goes out')
    .option('--partial', 'take runs of which batches are still to come')
    .addHelpText('after', example('alphaedit pack merge monday tuesday --conflicts replace --out week'))
    .action(
      action<MergeOptions, DocumentOf<'pack-merge'>>(
        async (task, edits, { out, conflicts, withFacts, partial }) => {
          const { mergeEdits } = await import('@alphaedit/core/node');
          const { formatBytes } = await import('@alphaedit/engine');
          const { warnings, ...merged } = await mergeEdits(edits, { out, conflicts, withFacts, partial });
          task.warn(warnings);
          return {
            document: { edits: [...edits], policy: conflicts, ...merged, warnings },
            text: () =>
              [
                ...merged.conflicts.map(({ first, second, kept }) => {
                  const [counts, other] = kept === 'first' ? [first, second] : [second, first];
                  return `${counts.subject} → ${counts.target} of ${counts.pack} counts, not ${other.target} of ${other.pack}.`;
                }),
                ...(merged.repeated.length > 0
                  ? [`${plural(merged.repeated.length, 'fact')} asked and answered alike went in once.`]
                  : []),
                `${merged.file} holds the edit of ${plural(merged.facts, 'fact')}: ${formatBytes(merged.bytes)}.`,
              ].join('\n'),
          };
        },
      ),
    );

type Diff = Omit<DocumentOf<'pack-diff'>, 'a' | 'b' | 'warnings'>;

function diffText(a: string, b: string, { facts, weights, first, second, model }: Diff): string {
  const change = (alike: boolean | undefined) =>
    alike === undefined ? '' : alike ? 'the same change' : 'another change';
  const rows = facts && [
    ...facts.onlyFirst.map((fact) => ['−', fact.subject, fact.prompt, fact.target, '', '']),
    ...facts.onlySecond.map((fact) => ['+', fact.subject, fact.prompt, '', fact.target, '']),
    ...facts.other.map(({ first: x, second: y, alike }) => [
      '≠',
      x.subject,
      x.prompt,
      x.target,
      y.target,
      change(alike),
    ]),
    ...facts.same.map(({ first: x, second: y, alike }) => [
      '=',
      x.subject,
      x.prompt,
      x.target,
      y.target,
      change(alike),
    ]),
  ];
  return [
    `a: ${a}, ${first.editor}, ${plural(first.factCount, 'fact')}; b: ${b}, ${second.editor}, ${plural(second.factCount, 'fact')}; both of ${model.name} (${model.hash.slice(0, 12)})`,
    rows === undefined
      ? 'Without the facts of both, only their changes are compared.'
      : table(['', 'subject', 'prompt', 'in a', 'in b', ''], rows),
    table(
      ['weight', '‖ΔW‖ of a', '‖ΔW‖ of b', '‖ΔW of a − ΔW of b‖'],
      weights.map(({ parameter, first: x, second: y, apart }) => [
        parameter,
        formatNumber(x),
        formatNumber(y),
        formatNumber(apart),
      ]),
    ),
    ...(facts
      ? [
          `${facts.onlyFirst.length} only in a, ${facts.onlySecond.length} only in b, ${facts.other.length} with another answer, ${facts.same.length} with the same.`,
        ]
      : []),
  ].join('\n\n');
}
