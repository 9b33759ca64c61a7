import { plural, SettingsError } from '@alphaedit/spec';
import { Command } from 'commander';
import type { DocumentOf } from '../documents/documents.js';
import { example } from '../ui/example.js';
import { collect } from '../ui/parse-options.js';
import { action, type Result, type Task } from '../ui/task.js';

interface Options {
  readonly fact?: readonly string[];
  readonly restore?: boolean;
  readonly replan?: boolean;
  readonly model?: string;
  readonly stats?: string;
  readonly collection?: string;
  readonly out?: string;
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
    .option(
      '--replan',
      'plan the run anew without them, as if they had never been in it, into --out; the values of the other facts are kept',
    )
    .option('--model <checkpoint>', 'with --replan: the checkpoint it was made from')
    .option('--stats <folder>', 'with --replan: the statistics it was made with')
    .option(
      '--collection <key>',
      'with --replan: which collection of --stats, by the first digits of its key',
    )
    .option('--out <run>', 'with --replan: folder of the new run')
    .addHelpText(
      'after',
      example(
        'alphaedit undo runs/first --fact "#3"',
        'alphaedit undo runs/first --fact "#3" --restore',
        'alphaedit undo runs/first --fact "#3" --replan --model models/demo --stats stats --out runs/without',
      ),
    )
    .action(
      action<Options, DocumentOf<'undo'>>((task, [directory], options) =>
        options.replan ? replan(directory!, options, task) : changeRun(directory!, options, task),
      ),
    );

async function changeRun(
  directory: string,
  { fact: names, restore, model, stats, collection, out }: Options,
  task: Task,
): Promise<Result<DocumentOf<'undo'>>> {
  if ([model, stats, collection, out].some((given) => given !== undefined)) {
    throw new SettingsError({
      code: 'options-conflict',
      message: '--model, --stats, --collection and --out are of --replan only.',
      hint: 'Without --replan facts are taken out of the run as it is: no model is needed.',
    });
  }
  const { changeLedger } = await import('@alphaedit/core/node');
  const done = restore ? 'restore' : 'undo';
  const { changed, applied, undone, warnings } = await changeLedger(directory, {
    action: done,
    facts: names,
  });
  task.warn(warnings);
  const word = restore ? 'Restored' : 'Undone';
  return {
    document: {
      run: directory,
      action: done,
      facts: changed.map(({ number, id, subject, target }) => ({ number, id, subject, target })),
      applied,
      undone,
    },
    text: () =>
      [
        ...changed.map(({ number, subject, target }) => `${word}: #${number} ${subject} → ${target}`),
        `${plural(applied, 'fact')} applied, ${undone} undone. Every --edits ${directory} and export follows.`,
      ].join('\n'),
  };
}

async function replan(
  directory: string,
  { fact: facts, restore, model: checkpoint, stats: statistics, collection, out }: Options,
  task: Task,
): Promise<Result<DocumentOf<'undo'>>> {
  if (restore || checkpoint === undefined || out === undefined) {
    throw new SettingsError({
      code: 'options-conflict',
      message: restore ? '--replan and --restore exclude one another.' : '--replan needs --model and --out.',
      hint: 'Give the checkpoint the run was made from, the statistics, and a folder for the new run.',
    });
  }
  const { inFormOfEdits, openModel, replanRun } = await import('@alphaedit/core/node');
  const model = await openModel(checkpoint, await inFormOfEdits([directory], task));
  try {
    const request = { ...task, facts, out, statistics, collection, keepOriginal: false };
    const { edit, leftOut } = await replanRun(model, directory, request);
    const { outcomes = [] } = edit;
    const missed = outcomes.filter(({ outcome }) => outcome === 'not-taken').length;
    return {
      document: {
        run: directory,
        action: 'replan',
        out,
        facts: leftOut.map(({ number, id, subject, target }) => ({ number, id, subject, target })),
        edited: edit.facts.length,
        notTaken: missed,
        warnings: edit.warnings,
      },
      text: () =>
        [
          ...leftOut.map(({ number, subject, target }) => `Left out: #${number} ${subject} → ${target}`),
          `${out} holds the other ${plural(edit.facts.length, 'fact')}${missed > 0 ? `, ${missed} of which did not take` : ''}. ${directory} is as it was.`,
        ].join('\n'),
    };
  } finally {
    model.dispose();
  }
}
