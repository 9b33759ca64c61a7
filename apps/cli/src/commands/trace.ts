import { Command, Option } from 'commander';
import type { TraceCommandOptions } from '../trace/options.js';
import { example } from '../ui/example.js';
import { positiveNumber, wholeNumber } from '../ui/parse-options.js';
import { action } from '../ui/task.js';

export const traceCommand = (): Command =>
  new Command('trace')
    .description(
      'causal tracing: where the model keeps a fact, token by token or averaged over facts, and which layers to edit',
    )
    .argument('<model>', 'checkpoint folder')
    .option('--prompt <text>', 'what the model is asked, e.g. "The mother tongue of Danielle Darrieux is"')
    .option('--subject <text>', 'whom or what it is about, as it stands in the prompt')
    .option(
      '--facts <file>',
      'facts to average over, those the model knows; beside --prompt, only the subjects corruption is measured by',
    )
    .option('--out <folder>', 'where trace.json, pictures (SVG) and settings.json are written')
    .option('--limit <n>', 'facts to trace at most, of those the model knows', wholeNumber(1), 100)
    .option('--offset <n>', 'facts to pass over first', wholeNumber(0))
    .option('--samples <n>', 'corrupted runs per fact', wholeNumber(1), 10)
    .option('--seed <n>', 'seed of the corruption', wholeNumber(0), 0)
    .addOption(
      new Option('--corrupt <how>', 'noise on the embeddings of the subject, or other subjects of --facts')
        .choices(['gaussian', 't', 'uniform', 'subjects'])
        .default('gaussian'),
    )
    .option(
      '--noise <nu>',
      'size of the noise, a multiple of the deviation of embeddings',
      positiveNumber(),
      3,
    )
    .option(
      '--window <n>',
      'blocks whose MLP or attention is restored together (10 from 28 blocks on, fewer in shallower models)',
      wholeNumber(1),
    )
    .option('--severed', 'also trace with the MLPs, and with the attention, of later blocks left corrupted')
    .addHelpText(
      'after',
      example(
        'alphaedit trace models/demo --prompt "Varwick is famous for its" --subject Varwick',
        'alphaedit trace models/demo --facts models/demo/facts.jsonl --out trace',
        'alphaedit edit models/demo --settings trace/settings.json --facts models/demo/facts.jsonl --stats stats --out runs/first',
      ),
    )
    .action(
      action<TraceCommandOptions>(async (task, [directory], options) => {
        const { traceModel } = await import('../trace/trace-model.js');
        return traceModel(directory!, options, task);
      }),
    );
