import type { EditFactsOptions } from '@alphaedit/core/node';
import { formatNumber, formatSeconds } from '@alphaedit/report/format';
import { plural, SettingsError } from '@alphaedit/spec';
import { Command, Option } from 'commander';
import type { DocumentOf } from '../documents/documents.js';
import { example } from '../ui/example.js';
import { type FactOptions, factOption, factsOption, requiredFactSources } from '../ui/fact-options.js';
import { givenSettings } from '../ui/given-settings.js';
import { collect, growthLimit, layerList, positiveNumber, wholeNumber } from '../ui/parse-options.js';
import { table } from '../ui/table.js';
import { action, type Result, type Task } from '../ui/task.js';

interface Options extends FactOptions {
  readonly stats?: string;
  readonly collection?: string;
  readonly out?: string;
  readonly continue?: string;
  readonly history?: string;
  readonly editor?: string;
  readonly layers?: readonly number[];
  readonly batch?: number;
  readonly limit?: number;
  readonly offset?: number;
  readonly skipBadFacts?: boolean;
  readonly settings?: string;
  readonly set?: readonly string[];
  readonly seed?: number;
  readonly templates?: string;
  readonly repeated?: 'replace' | 'keep' | 'refuse';
  readonly maxPerplexityRatio?: number;
  readonly maxWeightRatio?: number;
  readonly strict?: boolean;
  readonly dryRun?: boolean;
  readonly loadPackages?: boolean;
}

export const editCommand = (): Command =>
  new Command('edit')
    .description(
      'change facts, batch by batch, into a run folder; the same command continues a run that stopped',
    )
    .argument('<model>', 'checkpoint folder, or the id of a pulled model')
    .addOption(factsOption('facts'))
    .addOption(factOption())
    .option('--stats <folder>', 'what `alphaedit covariance` wrote; every editor but ft needs it')
    .option(
      '--collection <key>',
      'which collection of --stats, by the first digits of its key, where several fit',
    )
    .option('--out <run>', 'run folder: manifest, deltas, state, metrics')
    .option(
      '--continue <run>',
      'give a finished run more facts; editor, settings and seed are those of the run where they are not given',
    )
    .option(
      '--history <run>',
      'the run that <model> was exported from: its facts are kept as those of earlier batches are',
    )
    .option(
      '--editor <id>',
      'editing method (`alphaedit editors` lists them), alphaedit by default; memit+nullspace and the like combine; npm:PACKAGE for one of your own',
    )
    .option('--layers <list>', 'blocks to edit, e.g. 1,2,3', layerList)
    .option('--batch <n>', 'facts per batch; those of the settings file, else 100', wholeNumber(1))
    .option('--limit <n>', 'facts at most', wholeNumber(1))
    .option('--offset <n>', 'facts to pass over first', wholeNumber(0))
    .option('--skip-bad-facts', 'leave out records that make no fact instead of stopping at them')
    .option(
      '--settings <file>',
      "settings as JSON, or a published hparams file; before the model folder's own",
    )
    .option(
      '--set <name=value>',
      "one setting, the editor's own included (see `alphaedit editors`); may be given several times",
      collect,
    )
    .option('--seed <n>', 'seed of the sampled contexts, 0 by default', wholeNumber(0))
    .option('--templates <file>', 'contexts as a JSON list instead of sampled ones')
    .addOption(
      new Option(
        '--repeated <what>',
        'what becomes of a fact that a later batch asks again: the later one replaces it (the default), both are kept (as published), or it is refused',
      ).choices(['replace', 'keep', 'refuse']),
    )
    .option(
      '--max-perplexity-ratio <x>',
      "end before a batch that would make the perplexity of the model's own text so many times what it was; Infinity never does",
      growthLimit,
    )
    .option(
      '--max-weight-ratio <x>',
      'end before a batch that would make ‖ΔW‖/‖W‖ of a layer more than this; no limit by default',
      positiveNumber(),
    )
    .option('--strict', 'end with exit code 1 if the edited model does not say a fact')
    .option('--dry-run', 'tell what would be done and write nothing')
    .option('--load-packages', 'let --dry-run load an editor from a package, which runs its code')
    .addHelpText(
      'after',
      example(
        'alphaedit edit models/demo --facts facts.jsonl --stats stats --out runs/first --batch 10 --limit 100',
        'alphaedit edit models/demo --facts facts.jsonl --stats stats --out runs/first --dry-run',
        'alphaedit edit models/demo --facts more.jsonl --stats stats --continue runs/first',
        'alphaedit edit edited --facts more.jsonl --stats stats --history runs/first --out runs/second',
      ),
    )
    .action(
      action<Options, DocumentOf<'edit'>>((task, [directory], options) =>
        options.dryRun ? preview(directory!, options, task) : edit(directory!, options, task),
      ),
    );

async function requestOf(options: Options, task: Task): Promise<EditFactsOptions & Task> {
  const {
    limit,
    offset,
    stats: statistics,
    collection,
    history,
    editor,
    batch: batchSize,
    layers,
    templates,
    seed,
    loadPackages,
    repeated,
    maxPerplexityRatio,
    maxWeightRatio,
  } = options;
  return {
    ...task,
    facts: await requiredFactSources(options),
    limit,
    offset,
    onBadFact: options.skipBadFacts ? 'skip' : 'throw',
    statistics,
    collection,
    ...runOf(options),
    history,
    editor,
    batchSize,
    settings: givenSettings(options),
    layers,
    templates,
    seed,
    repeated,
    maxPerplexityRatio,
    maxWeightRatio,
    ...(options.dryRun && { loadPackages }),
    keepOriginal: false,
  };
}

/** Where the run is, and whether it is there already. */
function runOf({ out, continue: there }: Options): { readonly out: string; readonly extend?: boolean } {
  if (out !== undefined && there !== undefined) {
    throw new SettingsError({
      code: 'options-conflict',
      message: '--out and --continue exclude one another.',
      hint: '--out begins a run or goes on with one that stopped; --continue gives a finished one more facts.',
    });
  }
  const run = out ?? there;
  if (run === undefined) {
    throw new SettingsError({
      code: 'options-conflict',
      message: 'Neither --out nor --continue names a run.',
      hint: 'Name the folder for the run, or with --continue a finished run that gets more facts.',
    });
  }
  return there === undefined ? { out: run } : { out: run, extend: true };
}

async function edit(directory: string, options: Options, task: Task): Promise<Result<DocumentOf<'edit'>>> {
  const { editFacts, estimateEdit, openModel, readEditInputs, readingModel } = await import(
    '@alphaedit/core/node'
  );
  const { formatBytes } = await import('@alphaedit/engine');
  // Wrong input shows before a model is loaded.
  const inputs = await readEditInputs(await requestOf(options, task), await readingModel(directory, task));
  task.warn(inputs.warnings);
  const model = await openModel(directory, task);
  try {
    const { time, memory } = await estimateEdit(model, { ...task, ...inputs });
    const started = performance.now();
    const edit = await editFacts(model, inputs);
    const took = (performance.now() - started) / 1000;
    const { run, batches, settings, editorSettings, outcomes = [], warnings, resumed } = edit;
    const became = (outcome: string) => outcomes.filter((one) => one.outcome === outcome);
    const [taken, known, missed] = [became('taken'), became('known'), became('not-taken')];
    const { editor, engine, linalg } = run!.manifest;
    const now = batches.slice(resumed).reduce((sum, { facts }) => sum + facts, 0);
    const estimated = {
      seconds: (time.seconds * now) / inputs.facts.length,
      took,
      memory: memory.total,
      peak: 1024 * process.resourceUsage().maxRSS,
    };
    return {
      failed: options.strict === true && missed.length > 0,
      document: {
        run: run!.directory,
        model: directory!,
        editor,
        engine,
        chat: run!.manifest.chat !== undefined,
        linalg,
        settings: { ...settings, ...editorSettings },
        facts: edit.facts.length,
        batches,
        resumed,
        estimated,
        taken: taken.length,
        known: known.length,
        notTaken: missed.map(({ number, id, subject, target, said, probability }) => ({
          number,
          id,
          subject,
          target,
          said,
          probability,
        })),
        warnings,
      },
      text: () => {
        // Some editors change only some of the layers.
        const changed = settings.layers.filter((layer) =>
          batches.some((one) => one.deltaNorm[layer] !== undefined),
        );
        const watched = batches.some(({ perplexityRatio }) => perplexityRatio !== undefined);
        const rows = batches.map(({ batch, facts, seconds, residual, deltaNorm, perplexityRatio }) => [
          String(batch),
          String(facts),
          formatSeconds(seconds),
          formatNumber(residual),
          ...(watched ? [perplexityRatio === undefined ? '' : formatNumber(perplexityRatio)] : []),
          ...changed.map((layer) => formatNumber(deltaNorm[layer] ?? 0)),
        ]);
        const norms = changed.map((layer) => `‖Δ‖ layer ${layer}`);
        const result = table(
          ['batch', 'facts', 'time', 'residual', ...(watched ? ['perplexity ×'] : []), ...norms],
          rows,
        );
        const asked = table(
          ['fact', 'subject', 'asked for', 'says', 'p(target)'],
          missed.map(({ number, subject, target, said, probability }) => [
            `#${number}`,
            subject,
            target,
            said,
            formatNumber(probability),
          ]),
        );
        return [
          result,
          ...(missed.length > 0 ? [`Facts that did not take:\n${asked}`] : []),
          `It took ${formatSeconds(took)} (estimated: at most ${formatSeconds(estimated.seconds)}) and ${formatBytes(estimated.peak)} of memory (estimated: ${formatBytes(estimated.memory)} beside the program and activations).`,
          `${editor} in ${run!.directory}: ${taken.length} of ${plural(outcomes.length, 'fact')} taken${known.length > 0 ? `, ${known.length} said before already` : ''}${missed.length > 0 ? `, ${missed.length} not taken` : ''}.`,
        ].join('\n\n');
      },
    };
  } finally {
    model.dispose();
  }
}

async function preview(directory: string, options: Options, task: Task): Promise<Result<DocumentOf<'edit'>>> {
  const { previewEdit } = await import('@alphaedit/core/node');
  const { formatBytes } = await import('@alphaedit/engine');
  const { batchSize, ...plan } = await previewEdit(directory, await requestOf(options, task));
  task.warn([...plan.badFacts, ...plan.warnings]);
  return {
    document: { ...plan, run: plan.run! },
    text: () => {
      const layers = table(
        ['layer', 'parameter', 'dimension', 'null space'],
        plan.layers.map(({ layer, parameter, dimension, nullDimension }) => [
          String(layer),
          parameter,
          String(dimension),
          nullDimension === undefined ? 'not used' : String(nullDimension ?? 'unknown'),
        ]),
      );
      const settings = Object.entries(plan.settings).map(([name, value]) => `${name}=${value}`);
      const { weights, residency, original, statistics, state, work, total } = plan.memory;
      const kept = { float32: 'in float32', stored: 'as stored', disk: 'on disk' }[residency];
      return [
        `${plan.editor}: ${plural(plan.facts, 'fact')} in ${plural(plan.batches.length, 'batch', 'batches')} of at most ${batchSize}${plan.badFacts.length > 0 ? `; ${plural(plan.badFacts.length, 'record')} cannot be edited` : ''}.`,
        plan.continues === undefined
          ? ''
          : `${plan.run} holds ${plural(plan.continues, 'batch', 'batches')} already.`,
        layers,
        `settings: ${settings.join(' ')}`,
        `memory: at most ${formatBytes(total)} beside activations: weights ${kept} ${formatBytes(weights)}, edited ones as they were ${formatBytes(original)}, statistics ${formatBytes(statistics)}, state ${formatBytes(state)}, work ${formatBytes(work)}`,
        `time: at most about ${formatSeconds(plan.time.seconds)}, at ${formatNumber(plan.time.gflops)} GFLOP/s (a large matrix product on this machine); values that are found early make it less`,
        `Nothing was written to ${plan.run}.`,
      ]
        .filter(Boolean)
        .join('\n\n');
    },
  };
}
