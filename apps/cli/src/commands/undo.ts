import { plural } from '@alphaedit/spec';
import { Command } from 'commander';
import type { DocumentOf } from '../documents/documents.js';
import { example } from '../ui/example.js';
import { collect } from '../ui/parse-options.js';
import { action } from '../ui/task.js';

interface Options {
  readonly fact?: readonly string[];
  readonly restore?: boolean;
}

export const undoCommand = (): Command =>
  new Command('undo')
    .description(
      'take facts out of a run, or put them back; nothing is lost, and the ledger keeps what was done',
    )
    .argument('<run>', 'run folder that `alphaedit edit` wrote')
    .option(
      '--fact <id>',
      'a fact by its id, or #N by its place in `alphaedit list`; may be given several times; all facts without it',
      collect,
    )
    .option('--restore', 'put facts back that were undone, to the bit')
    .addHelpText(
      'after',
      example('alphaedit undo runs/first --fact "#3"', 'alphaedit undo runs/first --fact "#3" --restore'),
    )
    .action(
      action<Options, DocumentOf<'undo'>>(async (task, [directory], { fact: names, restore }) => {
        const { changeLedger } = await import('@alphaedit/core/node');
        const action = restore ? 'restore' : 'undo';
        const { changed, applied, undone, warnings } = await changeLedger(directory!, {
          action,
          facts: names,
        });
        task.warn(warnings);
        const done = restore ? 'Restored' : 'Undone';
        return {
          document: {
            run: directory!,
            action,
            facts: changed.map(({ number, id, subject, target }) => ({ number, id, subject, target })),
            applied,
            undone,
          },
          text: () =>
            [
              ...changed.map(({ number, subject, target }) => `${done}: #${number} ${subject} → ${target}`),
              `${plural(applied, 'fact')} applied, ${undone} undone. Every --edits ${directory} and export follows.`,
            ].join('\n'),
        };
      }),
    );
