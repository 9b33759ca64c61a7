import { Command } from 'commander';
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
      action<Options>(async (task, [directory], { fact: names, restore }) => {
        const { openRun, readRunFacts, restoreFacts, undoFacts } = await import('@alphaedit/artifacts/node');
        const { findFacts } = await import('../ledger/find-facts.js');
        const run = await openRun(directory!);
        const facts = await readRunFacts(run);
        const edited = facts.slice(0, run.batches.at(-1)?.to ?? 0);
        const all = [...edited.keys()].filter((i) => run.undone.has(i) === (restore === true));
        const chosen = names ? findFacts(edited, names, directory!) : all;
        const later = restore ? [] : repeated(edited, chosen, run.undone);
        const changed = await (restore ? restoreFacts : undoFacts)(run, { facts: chosen });
        task.warn(
          later.map(({ fact, by }) => ({
            code: 'edited-again',
            message: `Fact #${fact + 1} was edited again as #${by + 1}, whose change was measured on top of it: undo that one too, or edit it anew.`,
          })),
        );
        const done = restore ? 'Restored' : 'Undone';
        return {
          document: {
            run: directory,
            action: restore ? 'restore' : 'undo',
            facts: chosen.map((i) => ({
              number: i + 1,
              id: facts[i]!.id,
              subject: facts[i]!.subject,
              target: facts[i]!.target,
            })),
            applied: edited.length - changed.undone.size,
            undone: changed.undone.size,
          },
          text: () =>
            [
              ...chosen.map((i) => `${done}: #${i + 1} ${facts[i]!.subject} → ${facts[i]!.target}`),
              `${edited.length - changed.undone.size} facts applied, ${changed.undone.size} undone. Every --edits ${directory} and export follows.`,
            ].join('\n'),
        };
      }),
    );

/** Facts about to be undone that a later, applied one edits again. */
function repeated(
  facts: readonly { readonly subject: string; readonly prompt: string }[],
  chosen: readonly number[],
  undone: ReadonlySet<number>,
): { fact: number; by: number }[] {
  const same = (a: number, b: number) =>
    facts[a]!.subject === facts[b]!.subject && facts[a]!.prompt === facts[b]!.prompt;
  return chosen.flatMap((fact) => {
    const by = facts.findIndex((_, i) => i > fact && !undone.has(i) && !chosen.includes(i) && same(fact, i));
    return by === -1 ? [] : [{ fact, by }];
  });
}
