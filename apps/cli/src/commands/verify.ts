import { Command } from 'commander';
import type { DocumentOf } from '../documents/documents.js';
import { example } from '../ui/example.js';
import { inCommandWords } from '../ui/in-command-words.js';
import { growthLimit } from '../ui/parse-options.js';
import { table } from '../ui/table.js';
import { action } from '../ui/task.js';

interface Options {
  readonly model?: string;
  readonly maxPerplexityRatio?: number;
}

export const verifyCommand = (): Command =>
  new Command('verify')
    .description(
      'check a run, statistics, an edit pack, an adapter or an exported checkpoint against the hashes recorded with it, and say what cannot be proven; with its model also that it fits, and of a run or a pack that it can be undone bit for bit, and which facts hold; exit code 1 if a check fails',
    )
    .argument('<path>', 'folder that `alphaedit edit`, `covariance` or `export` wrote, or an edit pack')
    .option('--model <folder>', 'the checkpoint it was made from')
    .option(
      '--max-perplexity-ratio <x>',
      "with a model: how many times what it was the perplexity of the model's own text may be; 2 by default",
      growthLimit,
    )
    .addHelpText(
      'after',
      example(
        'alphaedit verify runs/first --model models/demo',
        'alphaedit verify stats',
        'alphaedit verify edited',
      ),
    )
    .action(
      action<Options, DocumentOf<'verify'>>(async (task, [path], { model, maxPerplexityRatio }) => {
        const { verify } = await import('@alphaedit/core/node');
        const {
          kind,
          ok,
          checks,
          unproven: open,
          facts,
        } = await verify(path!, {
          ...task,
          model,
          maxPerplexityRatio,
        });
        const unproven = open.map(inCommandWords);
        const applied = facts?.filter(({ state }) => state === 'applied') ?? [];
        const superseded = applied.filter(({ supersededBy }) => supersededBy !== undefined);
        const current = applied.filter((fact) => !superseded.includes(fact));
        const held = current.filter(({ exact }) => exact);
        const missed = current.filter((fact) => !held.includes(fact));
        return {
          failed: !ok,
          document: {
            path: path!,
            kind,
            ok,
            checks,
            unproven,
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
              'Not proven:',
              ...unproven.map((what) => `  ${what}`),
              `The ${kind} ${kind === 'statistics' ? 'are' : 'is'} ${ok ? 'sound' : 'not sound'}.`,
            ].join('\n'),
        };
      }),
    );
