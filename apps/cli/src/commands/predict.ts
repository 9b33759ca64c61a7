import type { PromptPrediction } from '@alphaedit/core';
import { formatNumber } from '@alphaedit/report/format';
import { Command } from 'commander';
import type { DocumentOf } from '../documents/documents.js';
import { example } from '../ui/example.js';
import { collect, wholeNumber } from '../ui/parse-options.js';
import { table } from '../ui/table.js';
import { action } from '../ui/task.js';

interface Options {
  readonly prompt: readonly string[];
  readonly target?: readonly string[];
  readonly top: number;
  readonly edits?: readonly string[];
}

export const predictCommand = (): Command =>
  new Command('predict')
    .description('next-token probabilities after a prompt, and how likely an answer is')
    .argument('<model>', 'checkpoint folder, or the id of a pulled model')
    .requiredOption('--prompt <text>', 'what the model reads; may be given several times', collect)
    .option('--target <text>', 'an answer to rate after every prompt; may be given several times', collect)
    .option('--top <k>', 'tokens to show', wholeNumber(1), 5)
    .option(
      '--edits <run>',
      'run folder or edit pack whose edits are applied first; several are applied in order',
      collect,
    )
    .addHelpText(
      'after',
      example(
        'alphaedit predict models/demo --prompt "The mother tongue of Danielle Darrieux is" --target English',
      ),
    )
    .action(
      action<Options, DocumentOf<'predict'>>(
        async (task, [directory], { prompt: prompts, target: targets = [], top, edits }) => {
          const { applyEdits, assertEditsThere, inFormOfEdits, openModel, openStack } = await import(
            '@alphaedit/core/node'
          );
          await assertEditsThere(edits);
          const model = await openModel(directory!, await inFormOfEdits(edits, task));
          const { engine, port } = model;
          if (edits) await applyEdits(port, await openStack(port, edits, task), task);
          const predictions = await model.predict({ ...task, prompts, targets, top });
          return {
            document: {
              model: directory!,
              edits,
              engine: engine.id,
              chat: model.chatForm !== undefined,
              prompts: predictions,
            },
            text: () => predictions.map(describe).join('\n\n'),
          };
        },
      ),
    );

function describe({ prompt, top, targets }: PromptPrediction): string {
  const next = table(
    ['next token', 'id', 'probability'],
    top.map(({ token, id, probability }) => [JSON.stringify(token), String(id), formatNumber(probability)]),
  );
  if (targets.length === 0) return `${prompt}\n${next}`;
  const rated = table(
    ['answer', 'NLL per token', 'exact match'],
    targets.map(({ target, nll, exactMatch }) => [target, formatNumber(nll), exactMatch ? 'yes' : 'no']),
  );
  return `${prompt}\n${next}\n\n${rated}`;
}
