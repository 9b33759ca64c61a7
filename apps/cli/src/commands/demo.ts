import { relative } from 'node:path';
import { plural } from '@alphaedit/spec';
import { Command } from 'commander';
import type { DocumentOf } from '../documents/documents.js';
import { example } from '../ui/example.js';
import { wholeNumber } from '../ui/parse-options.js';
import { style } from '../ui/printable.js';
import { table } from '../ui/table.js';
import { action } from '../ui/task.js';

interface Options {
  readonly out: string;
  readonly facts: number;
  readonly batch: number;
  readonly tokens?: number;
  readonly editors: string;
}

export const demoCommand = (): Command =>
  new Command('demo')
    .description('edit the model that comes with alphaedit and show what changed and what did not')
    .option('--out <folder>', 'where the edit is kept; a number is added if it exists', 'runs/demo')
    .option('--facts <n>', 'facts to change', wholeNumber(1), 100)
    .option('--batch <n>', 'facts per batch', wholeNumber(1), 10)
    .option('--tokens <n>', 'tokens of text for the statistics; all of it by default', wholeNumber(1))
    .option('--editors <list>', 'editors to set side by side', 'alphaedit,memit')
    .addHelpText('after', example('alphaedit demo --facts 20 --editors alphaedit'))
    .action(
      action<Options, DocumentOf<'demo'>>(async (task, _, options) => {
        const { commandName } = await import('../demo/command-name.js');
        const { demoFolder } = await import('../demo/demo-folder.js');
        const { freshFolder } = await import('../demo/fresh-folder.js');
        const { runDemo } = await import('../demo/run-demo.js');
        const { demoTables } = await import('../demo/demo-tables.js');
        const { scores } = await import('@alphaedit/core');
        const folder = demoFolder();
        const out = freshFolder(options.out);
        const editors = options.editors.split(',').map((id) => id.trim());
        const { facts, batch, tokens } = options;
        const outcome = await runDemo({ folder, out, facts, batch, tokens, editors }, task);
        const after = Object.entries(outcome.after);
        return {
          document: {
            model: folder,
            engine: outcome.engine,
            seconds: outcome.seconds,
            answers: outcome.answers,
            before: scores(outcome.before),
            after: Object.fromEntries(
              after.map(([id, { report, seconds, run }]) => [id, { run, seconds, ...scores(report) }]),
            ),
          },
          text: () => {
            const { answers, metrics } = demoTables(outcome, table);
            const first = after[0]![1].run;
            const name = commandName(process.cwd(), process.env);
            const shown = relative(process.cwd(), folder) || folder;
            return [
              answers,
              `${style.bold('What changed and what did not')} (${plural(facts, 'fact')} in batches of ${batch}; preference form, with 95 % intervals)`,
              metrics,
              `The edit is in ${first}: a few thin matrices per layer, the settings, the facts.`,
              [
                'Next:',
                `  ${name} eval ${shown} --edits ${first} --facts ${shown}/facts.jsonl --limit ${facts}`,
                `  ${name} predict ${shown} --edits ${first} --prompt "…"`,
                `  ${name} covariance YOUR-MODEL --text YOUR-TEXT --out stats`,
                `  ${name} edit YOUR-MODEL --facts YOUR-FACTS --stats stats --out runs/first`,
              ].join('\n'),
            ].join('\n\n');
          },
        };
      }),
    );
