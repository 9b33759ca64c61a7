import { SettingsError } from '@alphaedit/spec';
import { Command } from 'commander';
import { example } from '../ui/example.js';
import { wholeNumber } from '../ui/parse-options.js';
import { action } from '../ui/task.js';

interface Options {
  readonly prompt: string;
  readonly tokens: number;
  readonly greedy?: boolean;
  readonly topK?: number;
  readonly seed?: number;
  readonly edits?: string;
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
    .option('--edits <run>', 'run folder or edit pack whose edits are applied first')
    .addHelpText(
      'after',
      example(
        'alphaedit generate models/demo --prompt "The mother tongue of" --tokens 20 --top-k 5 --seed 1',
      ),
    )
    .action(
      action<Options>(async (task, [directory], options) => {
        const { prompt, tokens: maxNewTokens, edits, seed } = options;
        const topK = choice(options);
        const { generate } = await import('@alphaedit/model');
        const { openModel } = await import('../work/open-model.js');
        const { applyEdits, openEdits } = await import('../work/apply-edits.js');
        const { promptIds } = await import('../work/predict.js');
        const { engine, model } = await openModel(directory!, task);
        const inputIds = promptIds(model, prompt);
        if (edits !== undefined) await applyEdits(model, await openEdits(model, edits), task);
        const { signal, onProgress } = task;
        const work = { maxNewTokens, topK, seed, signal, onProgress };
        const [ids] =
          inputIds.length < model.info.contextLength ? await generate(model, [inputIds], work) : [[]];
        const text = model.tokenizer.decode(ids!, { skipSpecialTokens: true });
        return {
          document: { model: directory, edits, engine: engine.id, prompt, inputIds, text, ids },
          text: () => prompt + text,
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
