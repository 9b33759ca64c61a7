import type { Edits } from '@alphaedit/core/node';
import { formatNumber } from '@alphaedit/report/format';
import { plural } from '@alphaedit/spec';
import { Command } from 'commander';
import type { DocumentOf } from '../documents/documents.js';
import { example } from '../ui/example.js';
import { table } from '../ui/table.js';
import { action, type Result } from '../ui/task.js';

export const listCommand = (): Command =>
  new Command('list')
    .description(
      'the facts of a run: batch, whether applied or undone, and how much each changed; or those of an edit pack',
    )
    .argument('<run>', 'run folder that `alphaedit edit` wrote, or an edit pack')
    .addHelpText('after', example('alphaedit list runs/first'))
    .action(
      action<unknown, DocumentOf<'list'>>(async (_task, [directory]) => {
        const { listRun, readPack } = await import('@alphaedit/core/node');
        const pack = await readPack(directory!);
        if (pack) return ofPack(directory!, pack);
        const { run, facts } = await listRun(directory!);
        const { manifest, ledger } = run;
        const count = (state: string) => facts.filter((fact) => fact.state === state).length;
        return {
          document: {
            run: directory!,
            editor: manifest.editor,
            model: manifest.model,
            applied: count('applied'),
            undone: count('undone'),
            waiting: count('waiting'),
            holdsFacts: true,
            facts,
            ledger: ledger.map((entry) => ({ ...entry, facts: entry.facts.map((fact) => fact + 1) })),
          },
          text: () =>
            [
              table(
                ['fact', 'id', 'batch', 'state', 'subject', 'prompt', 'target', 'says', 'p(target)', '‖ΔW‖'],
                facts.map((fact) => [
                  `#${fact.number}`,
                  fact.id ?? '',
                  fact.batch === undefined ? '' : String(fact.batch),
                  fact.supersededBy === undefined ? fact.state : `superseded by #${fact.supersededBy}`,
                  fact.subject,
                  fact.prompt,
                  fact.target,
                  fact.answer?.said ?? '',
                  fact.answer === undefined ? '' : formatNumber(fact.answer.probability),
                  fact.deltaNorm === undefined ? '' : formatNumber(fact.deltaNorm),
                ]),
              ),
              ...ledger.map(
                ({ action, facts: changed, at }) =>
                  `${at}  ${action} ${changed.map((fact) => `#${fact + 1}`).join(', ')}`,
              ),
              `${count('applied')} applied, ${count('undone')} undone, ${count('waiting')} waiting; ${manifest.editor} on ${manifest.model.name} (${manifest.model.hash.slice(0, 12)}).`,
            ].join('\n'),
        };
      }),
    );

type EditPack = Extract<Edits, { readonly pack: unknown }>['pack'];

/** A pack is applied as it is: nothing of it waits, or was taken out. */
function ofPack(
  run: string,
  { editor, model, factCount, partOf, facts }: EditPack,
): Result<DocumentOf<'list'>> {
  const listed = (facts ?? []).map(({ id, subject, prompt, target, truth }, i) => ({
    number: i + 1,
    ...(id !== undefined && { id: String(id) }),
    subject,
    prompt,
    target,
    ...(truth !== undefined && { truth }),
    state: 'applied' as const,
  }));
  return {
    document: {
      run,
      editor,
      model,
      applied: factCount,
      undone: 0,
      waiting: 0,
      ...(partOf !== undefined && { partOf }),
      holdsFacts: facts !== undefined,
      facts: listed,
      ledger: [],
    },
    text: () =>
      [
        facts === undefined
          ? 'The pack was exported without its facts: its run folder holds them.'
          : table(
              ['fact', 'id', 'subject', 'prompt', 'target'],
              listed.map((fact) => [
                `#${fact.number}`,
                fact.id ?? '',
                fact.subject,
                fact.prompt,
                fact.target,
              ]),
            ),
        `${plural(factCount, 'fact')}${partOf === undefined ? '' : ` of the ${partOf} of its run`}; ${editor} on ${model.name} (${model.hash.slice(0, 12)}).`,
      ].join('\n'),
  };
}
