import type { BenchOptions } from '@alphaedit/lab';
import { Command, InvalidArgumentError } from 'commander';
import type { DocumentOf } from '../documents/documents.js';
import { commandLine } from '../ui/command-line.js';
import { example } from '../ui/example.js';
import { type FactOptions, factOption, factsOption, requiredFactSources } from '../ui/fact-options.js';
import { givenSettings } from '../ui/given-settings.js';
import { collect, layerList, wholeNumber } from '../ui/parse-options.js';
import { action } from '../ui/task.js';

interface Options
  extends Omit<
      BenchOptions,
      'editors' | 'facts' | 'statistics' | 'batchSize' | 'onBadFact' | 'settings' | 'templates'
    >,
    FactOptions {
  readonly editors?: string;
  readonly lift?: boolean;
  readonly stats?: string;
  readonly batch: number;
  readonly skipBadFacts?: boolean;
  readonly settings?: string;
  readonly set?: readonly string[];
  readonly templates?: string;
}

export const benchCommand = (): Command =>
  new Command('bench')
    .description(
      'editors side by side on one sequential run: metrics as edits add up, what old edits keep, and what the null-space constraint changes; the same command continues a bench that stopped',
    )
    .argument('<model>', 'checkpoint folder')
    .addOption(factsOption('facts'))
    .addOption(factOption())
    .option('--stats <folder>', 'what `alphaedit covariance` wrote; every editor but ft needs it')
    .option(
      '--collection <key>',
      'which collection of --stats, by the first digits of its key, where several fit',
    )
    .option('--out <folder>', 'where runs, measurements, results.json and report.html go', 'runs/bench')
    .option(
      '--editors <list>',
      'editors with commas between them; `+nullspace` after an id puts the null-space constraint into it; `all` is every editor with and without it (default: alphaedit,memit)',
    )
    .option(
      '--lift',
      'run every editor named with the null-space constraint too (default editors: memit,prune,rect)',
    )
    .option('--batch <n>', 'facts per batch', wholeNumber(1), 100)
    .option('--limit <n>', 'facts at most', wholeNumber(1))
    .option('--offset <n>', 'facts to pass over first', wholeNumber(0))
    .option('--skip-bad-facts', 'leave out records that make no fact instead of stopping at them')
    .option('--layers <list>', 'blocks to edit, e.g. 1,2,3', layerList)
    .option(
      '--settings <file>',
      "settings as JSON, or a published hparams file; before the model folder's own",
    )
    .option('--set <name=value>', 'one setting; may be given several times', collect)
    .option('--templates <file>', 'contexts as a JSON list instead of sampled ones')
    .option('--seeds <list>', 'seeds of the sampled contexts; every editor runs once per seed', seedList, [0])
    .option('--every <n>', 'batches between two measurements', wholeNumber(1), 1)
    .option('--sample <n>', 'facts measured at most, each time', wholeNumber(1), 200)
    .option('--no-said', 'do not let the model write its answers to the edited prompts, which takes time')
    .option('--text <file>', 'text whose perplexity is measured; may be given several times', collect)
    .option('--text-tokens <n>', 'tokens of it that are read', wholeNumber(2), 4000)
    .addHelpText(
      'after',
      example(
        'alphaedit bench models/demo --facts models/demo/facts.jsonl --stats stats --limit 100 --batch 10 --lift',
        'alphaedit bench models/demo --facts models/demo/facts.jsonl --stats stats --editors all --every 5',
      ),
    )
    .action(
      action<Options, DocumentOf<'bench'>>(
        async (task, [directory], { editors, lift: withLift, ...options }) => {
          const {
            benchDocument,
            editorResults,
            expandEditors,
            liftOf,
            liftSentence,
            runBench,
            saveBench,
            TIME_WORDS,
          } = await import('@alphaedit/lab');
          const { finalTable, liftTable } = await import('../tables/bench-tables.js');
          const {
            stats: statistics,
            batch: batchSize,
            skipBadFacts,
            settings,
            set,
            facts,
            fact,
            ...others
          } = options;
          const request: BenchOptions = {
            ...others,
            facts: await requiredFactSources({ facts, fact }),
            editors: expandEditors(editors, withLift),
            statistics,
            batchSize,
            onBadFact: skipBadFacts ? 'skip' : 'throw',
            settings: givenSettings({ settings, set }),
          };
          const state = await runBench(directory!, request, task, (known) =>
            saveBench(options.out, known, commandLine()),
          );
          const results = editorResults(state.runs);
          const lift = liftOf(results);
          return {
            document: { out: options.out, ...benchDocument(state, results, lift) },
            text: () =>
              [
                finalTable(state, results),
                TIME_WORDS,
                ...(lift ? [liftTable(lift), liftSentence(lift)] : []),
                `Report: ${options.out}/report.html; figures: ${options.out}/results.json.`,
              ].join('\n\n'),
          };
        },
      ),
    );

function seedList(text: string): number[] {
  const seeds = text.split(',').map((part) => Number(part.trim() === '' ? Number.NaN : part));
  if (seeds.every((seed) => Number.isSafeInteger(seed) && seed >= 0)) return [...new Set(seeds)];
  throw new InvalidArgumentError('It must be whole numbers with commas between them, e.g. 0,1,2.');
}
