import { Command } from 'commander';
import type { DocumentOf } from '../documents/documents.js';
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
      action<Options, DocumentOf<'verify'>>(async (task, [directory], { model }) => {
        const { verifyRun } = await import('@alphaedit/core/node');
        const { ok, checks, facts } = await verifyRun(directory!, { ...task, model });
        const applied = facts?.filter(({ state }) => state === 'applied') ?? [];
        const superseded = applied.filter(({ supersededBy }) => supersededBy !== undefined);
        const current = applied.filter((fact) => !superseded.includes(fact));
        const held = current.filter(({ exact }) => exact);
        const missed = current.filter((fact) => !held.includes(fact));
        return {
          failed: !ok,
          document: {
            run: directory!,
            ok,
            checks,
            ...(facts && {
              facts,
              holding: held.length,
              applied: applied.length,
              superseded: superseded.length,
            }),
          },
          text: () =>
            [
              table(
                ['check', '', 'found'],
                checks.map(({ check, ok: fine, found }) => [check, fine ? 'ok' : 'FAILED', found]),
              ),
              ...(facts
                ? [
                    `${held.length} of ${current.length} applied ${current.length === 1 ? 'fact holds' : 'facts hold'}: the edited model says ${current.length === 1 ? 'its target' : 'their targets'}.`,
                    ...missed.map(
                      ({ number, subject, target, said }) =>
                        `  does not hold: #${number} ${subject} → ${target} (says "${said}")`,
                    ),
                    ...superseded.map(
                      ({ number, subject, target, supersededBy }) =>
                        `  superseded: #${number} ${subject} → ${target}, by #${supersededBy}`,
                    ),
                  ]
                : []),
              ok ? 'The run is sound.' : 'The run is not sound.',
            ].join('\n'),
        };
      }),
    );
