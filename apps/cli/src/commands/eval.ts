import type { Task as MeasuredTask } from '@alphaedit/eval';
import { Command } from 'commander';
import { example } from '../ui/example.js';
import { wholeNumber } from '../ui/parse-options.js';
import { action } from '../ui/task.js';

interface Options {
  readonly facts: string;
  readonly edits?: string;
  readonly limit?: number;
  readonly offset?: number;
  readonly tasks?: string;
  readonly skipBadFacts?: boolean;
}

export const evalCommand = (): Command =>
  new Command('eval')
    .description('efficacy, generalization and specificity on facts, before and after edits')
    .argument('<model>', 'checkpoint folder, or the id of a pulled model')
    .requiredOption('--facts <file>', 'facts as JSONL, JSON or CSV')
    .option('--edits <run>', 'run folder whose edits make the model after')
    .option('--limit <n>', 'facts at most', wholeNumber(1))
    .option('--offset <n>', 'facts to pass over first', wholeNumber(0))
    .option('--tasks <list>', 'efficacy, generalization, specificity; all by default')
    .option('--skip-bad-facts', 'leave out records that make no fact instead of stopping at them')
    .addHelpText(
      'after',
      example('alphaedit eval models/demo --edits runs/first --facts facts.jsonl --limit 100'),
    )
    .action(
      action<Options>(
        async (task, [directory], { facts: file, edits, limit, offset, tasks, skipBadFacts }) => {
          const { readFactsFile } = await import('@alphaedit/eval/node');
          const { compareReports, evaluate } = await import('@alphaedit/eval');
          const { openModel } = await import('../work/open-model.js');
          const { applyRun, openRunOf } = await import('../work/apply-run.js');
          const { comparisonTable, scores } = await import('../work/show-reports.js');
          const onBadRecord = skipBadFacts ? 'skip' : 'throw';
          const set = await readFactsFile(file, { limit, offset, onBadRecord });
          const { engine, model } = await openModel(directory!, task);
          const run = edits === undefined ? undefined : await openRunOf(model, edits);
          const { signal, onProgress } = task;
          const wanted = tasks?.split(',').map((name) => name.trim()) as MeasuredTask[] | undefined;
          const measure = (stage: string) =>
            evaluate(model, set.facts, {
              tasks: wanted,
              signal,
              onProgress: (progress) => onProgress({ ...progress, stage }),
            });

          const before = await measure(run ? 'measure before' : 'measure');
          if (run) await applyRun(model, run, task);
          const after = run && (await measure('measure after'));
          const comparison = after && compareReports(before, after);
          const warnings = [...set.warnings, ...before.warnings];
          task.warn(warnings);
          return {
            document: {
              model: directory,
              edits,
              engine: engine.id,
              facts: set.facts.length,
              before: scores(before),
              after: after && scores(after),
              comparison,
              warnings,
            },
            text: () => comparisonTable(before, after),
          };
        },
      ),
    );
