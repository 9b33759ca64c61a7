import { SettingsError } from '@alphaedit/spec';
import { Command } from 'commander';
import type { DocumentOf } from '../documents/documents.js';
import { example } from '../ui/example.js';
import { collect, wholeNumber } from '../ui/parse-options.js';
import { action } from '../ui/task.js';

interface Options {
  readonly prompt: string;
  readonly tokens: number;
  readonly greedy?: boolean;
  readonly topK?: number;
  readonly seed?: number;
  readonly edits?: readonly string[];
}

export const generateCommand = (): Command =>
  new Command('generate')
    .description('continue a prompt')
    .argument('<model>', 'checkpoint folder, or the id of a pulled model')
    .requiredOption('--prompt <text>', 'what the model reads')
    .option('--tokens <n>', 'new tokens at most', wholeNumber(1), 40)
    .option('--greedy', 'take the likeliest token each time (the default)')
    .option('--top-k <k>', 'sample among the k likeliest tokens', wholeNumber(1))
    .option('--seed <n>', 'seed of the sampling (0 by default)', wholeNumber(0))
    .option(
      '--edits <run>',
      'run folder or edit pack whose edits are applied first; several are applied in order',
      collect,
    )
    .addHelpText(
      'after',
      example(
        'alphaedit generate models/demo --prompt "The mother tongue of" --tokens 20 --top-k 5 --seed 1',
      ),
    )
    .action(
      action<Options, DocumentOf<'generate'>>(async (task, [directory], options) => {
        const { prompt, tokens, edits, seed } = options;
        const topK = choice(options);
        const { complete, promptIds } = await import('@alphaedit/core');
        const { applyEdits, assertEditsThere, inFormOfEdits, openModel, openStack } = await import(
          '@alphaedit/core/node'
        );
        await assertEditsThere(edits);
        const { engine, port } = await openModel(directory!, await inFormOfEdits(edits, task));
        // A prompt that cannot be read is refused before the edits are applied.
        promptIds(port, prompt);
        if (edits) await applyEdits(port, await openStack(port, edits, task), task);
        const { signal, onProgress } = task;
        const { inputIds, ids, text } = await complete(port, prompt, {
          tokens,
          topK,
          seed,
          signal,
          onProgress,
        });
        return {
          document: {
            model: directory!,
            edits,
            engine: engine.id,
            chat: port.tokenizer.chatForm !== undefined,
            prompt,
            inputIds,
            text,
            ids,
          },
          text: () => (port.tokenizer.chatForm ? text : prompt + text),
        };
      }),
    );

function choice({ greedy, topK, seed }: Options): number {
  if (greedy && topK !== undefined && topK > 1) throw conflict('--greedy and --top-k exclude one another.');
  if (seed !== undefined && topK === undefined) throw conflict('--seed changes nothing without --top-k.');
  return topK ?? 1;
}

function conflict(message: string): SettingsError {
  return new SettingsError({ code: 'options-conflict', message, hint: 'Use one way to choose tokens.' });
}
