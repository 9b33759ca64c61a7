import { Command } from 'commander';
import { example } from '../ui/example.js';
import { table } from '../ui/table.js';
import { action } from '../ui/task.js';

interface Options {
  readonly model?: string;
}

export const verifyCommand = (): Command =>
  new Command('verify')
    .description(
      'check a run against its recorded hashes; with its model also that it fits, can be undone bit for bit, and which facts hold; exit code 1 if a check fails',
    )
    .argument('<run>', 'run folder that `alphaedit edit` wrote')
    .option('--model <folder>', 'the checkpoint it was made from')
    .addHelpText('after', example('alphaedit verify runs/first --model models/demo'))
    .action(
      action<Options>(async (task, [directory], { model }) => {
        const { verifyRun } = await import('@alphaedit/core/node');
        const { ok, checks, facts } = await verifyRun(directory!, { ...task, model });
        const applied = facts?.filter(({ state }) => state === 'applied') ?? [];
        const held = applied.filter(({ preferred, exact }) => preferred ?? exact);
        const missed = applied.filter((fact) => !held.includes(fact));
        return {
          failed: !ok,
          document: {
            run: directory,
            ok,
            checks,
            ...(facts && { facts, holding: held.length, applied: applied.length }),
          },
          text: () =>
            [
              table(
                ['check', '', 'found'],
                checks.map(({ check, ok: fine, found }) => [check, fine ? 'ok' : 'FAILED', found]),
              ),
              ...(facts
                ? [
                    `${held.length} of ${applied.length} applied facts hold (the new answer is likelier than the old one).`,
                    ...missed.map(
                      ({ number, subject, target }) => `  does not hold: #${number} ${subject} → ${target}`,
                    ),
                  ]
                : []),
              ok ? 'The run is sound.' : 'The run is not sound.',
            ].join('\n'),
        };
      }),
    );
