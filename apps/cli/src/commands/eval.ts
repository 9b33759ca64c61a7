import { dirname } from 'node:path';
import type { AskedForms, EvalOptions } from '@alphaedit/lab';
import { Command, Option } from 'commander';
import type { DocumentOf } from '../documents/documents.js';
import { commandLine } from '../ui/command-line.js';
import { example } from '../ui/example.js';
import { type FactOptions, factOption, factSources, factsOption } from '../ui/fact-options.js';
import { collect, wholeNumber } from '../ui/parse-options.js';
import { action } from '../ui/task.js';

interface Options extends Omit<EvalOptions, 'onBadFact' | 'facts'>, FactOptions {
  readonly skipBadFacts?: boolean;
  readonly report?: string;
  readonly records?: string;
}

export const evalCommand = (): Command =>
  new Command('eval')
    .description('what a model knows and can do, before and after edits, with intervals')
    .argument('<model>', 'checkpoint folder, or the id of a pulled model')
    .addOption(factsOption('facts (those of --edits by default)'))
    .addOption(factOption())
    .option(
      '--edits <run>',
      'run folder or edit pack whose edits make the model after; several are applied in order',
      collect,
    )
    .option('--compare <run>', 'a second run or pack, compared with the first in pairs')
    .option('--limit <n>', 'facts at most', wholeNumber(1))
    .option('--offset <n>', 'facts to pass over first', wholeNumber(0))
    .option('--tasks <list>', 'what to measure, with commas between; see below', collect)
    .option('--references <file>', 'reference texts for consistency')
    .option('--examples <n>', 'examples per capability task at most', wholeNumber(1))
    .option('--texts <n>', 'texts for perplexity at most', wholeNumber(1))
    .option('--ages <n>', 'groups of edits by age at most', wholeNumber(1), 10)
    .option('--seed <n>', 'seed of sampled texts and of resampling', wholeNumber(0), 0)
    .option('--compat <name>', 'official: the quirks of the published evaluation, by name')
    .addOption(
      new Option(
        '--ask <form>',
        'plain: prompts as they are; chat: in chat form; both: everything in chat form, and the facts in plain form, too',
      ).choices(['plain', 'chat', 'both'] satisfies AskedForms[]),
    )
    .option('--skip-bad-facts', 'leave out records that make no fact instead of stopping at them')
    .option('--report <file>', 'write an HTML report with tables and plots')
    .option('--records <file>', 'write every record with its prompts as JSON')
    .addHelpText(
      'after',
      `
Tasks:
  facts                      efficacy, generalization, specificity, portability
  efficacy, generalization, specificity, portability
  said[=TASK]                what the model writes after those prompts, or after the prompts of one task
  fluency                    entropy of texts the model writes from each fact
  consistency                those texts against --references
  perplexity=FILE            on held-out text: a document per line, or .jsonl with "text"
  exposure[=B]               how far old answers can still be had: among the B likeliest (10)
  hidden-shift[=FILE]        hidden states of known prompts, before and after; FILE holds known facts
  capability:NAME=FILE       weighted F1; NAME is sst2, mrpc, cola, rte, mmlu or nli
The default is facts,said=efficacy.
${example(
  'alphaedit eval models/demo --edits runs/first --facts facts.jsonl --limit 100',
  'alphaedit eval models/demo --edits runs/first --tasks facts,fluency,hidden-shift,perplexity=text.txt --report report.html',
  'alphaedit eval models/demo --edits runs/alphaedit --compare runs/memit',
)}`,
    )
    .action(
      action<Options, DocumentOf<'eval'>>(
        async (task, [directory], { report, records, skipBadFacts, facts, fact, ...asked }) => {
          const { evaluateRun, evaluationDocument, evaluationReport, quirksOf, readInputs, recordsText } =
            await import('@alphaedit/lab');
          const { evaluationTables } = await import('../tables/evaluation-tables.js');
          // Told before an hour of work, not after it.
          const { writableFolder } = await import('@alphaedit/files');
          for (const file of [report, records]) if (file !== undefined) await writableFolder(dirname(file));
          const options: EvalOptions = {
            ...asked,
            facts: await factSources({ facts, fact }),
            onBadFact: skipBadFacts ? 'skip' : 'throw',
          };
          const inputs = await readInputs(options);
          const evaluation = await evaluateRun(directory!, inputs, options, task);
          task.warn(evaluation.warnings);
          const files = {
            ...(report !== undefined && { report }),
            ...(records !== undefined && { records }),
          };
          if (report !== undefined || records !== undefined) {
            const { makeFolder, writeFileAtomically } = await import('@alphaedit/files');
            for (const file of Object.values(files)) await makeFolder(dirname(file));
            if (report !== undefined) {
              await writeFileAtomically(
                report,
                await evaluationReport(directory!, inputs, evaluation, commandLine()),
              );
            }
            if (records !== undefined) {
              await writeFileAtomically(records, recordsText(evaluation));
            }
          }
          return {
            document: {
              model: directory!,
              edits: options.edits,
              facts: inputs.facts.facts.length,
              compat: inputs.compat,
              ...(inputs.compat === 'official' && { quirks: quirksOf(inputs) }),
              ...evaluationDocument(evaluation),
              ...(Object.keys(files).length > 0 && { files }),
            },
            text: () =>
              [evaluationTables(evaluation), ...Object.values(files).map((file) => `Written: ${file}`)].join(
                '\n\n',
              ),
          };
        },
      ),
    );
