import { formatNumber } from '@alphaedit/report/format';
import { Command } from 'commander';
import type { DocumentOf } from '../documents/documents.js';
import { example } from '../ui/example.js';
import { table } from '../ui/table.js';
import { action } from '../ui/task.js';

export const listCommand = (): Command =>
  new Command('list')
    .description('the facts of a run: batch, whether applied or undone, and how much each changed')
    .argument('<run>', 'run folder that `alphaedit edit` wrote')
    .addHelpText('after', example('alphaedit list runs/first'))
    .action(
      action<unknown, DocumentOf<'list'>>(async (_task, [directory]) => {
        const { listRun } = await import('@alphaedit/core/node');
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
