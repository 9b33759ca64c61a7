import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Command } from 'commander';
import type { EvalOptions } from '../eval/read-inputs.js';
import { example } from '../ui/example.js';
import { collect, wholeNumber } from '../ui/parse-options.js';
import { action } from '../ui/task.js';

export const evalCommand = (): Command =>
  new Command('eval')
    .description('what a model knows and can do, before and after edits, with intervals')
    .argument('<model>', 'checkpoint folder, or the id of a pulled model')
    .option('--facts <file>', 'facts as JSONL, JSON or CSV; those of --edits by default')
    .option('--edits <run>', 'run folder or edit pack whose edits make the model after')
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
    .option('--skip-bad-facts', 'leave out records that make no fact instead of stopping at them')
    .option('--report <file>', 'write an HTML report with tables and plots')
    .option('--records <file>', 'write every record with its prompts as JSON')
    .addHelpText(
      'after',
      `
Tasks:
  facts                      efficacy, generalization, specificity, portability (the default)
  efficacy, generalization, specificity, portability
  fluency                    entropy of texts the model writes from each fact
  consistency                those texts against --references
  perplexity=FILE            on held-out text: a document per line, or .jsonl with "text"
  exposure[=B]               how far old answers can still be had: among the B likeliest (10)
  hidden-shift[=FILE]        hidden states of known prompts, before and after; FILE holds known facts
  capability:NAME=FILE       weighted F1; NAME is sst2, mrpc, cola, rte, mmlu or nli
${example(
  'alphaedit eval models/demo --edits runs/first --facts facts.jsonl --limit 100',
  'alphaedit eval models/demo --edits runs/first --tasks facts,fluency,hidden-shift,perplexity=text.txt --report report.html',
  'alphaedit eval models/demo --edits runs/alphaedit --compare runs/memit',
)}`,
    )
    .action(
      action<EvalOptions>(async (task, [directory], options) => {
        const { readInputs } = await import('../eval/read-inputs.js');
        const { evaluateRun } = await import('../eval/evaluate-run.js');
        const { evaluationDocument } = await import('../eval/evaluation-document.js');
        const { evaluationTables } = await import('../eval/evaluation-tables.js');
        const { report, records } = options;
        // Told before an hour of work, not after it.
        const { writableFolder } = await import('@alphaedit/artifacts/node');
        for (const file of [report, records]) if (file !== undefined) await writableFolder(dirname(file));
        const inputs = await readInputs(options);
        const { quirksOf } = await import('../eval/quirks-of.js');
        const evaluation = await evaluateRun(directory!, inputs, options, task);
        task.warn(evaluation.warnings);
        const files = { ...(report !== undefined && { report }), ...(records !== undefined && { records }) };
        if (report !== undefined || records !== undefined) {
          const { writeFileAtomically } = await import('@alphaedit/safetensors/node');
          for (const file of Object.values(files)) await mkdir(dirname(file), { recursive: true });
          if (report !== undefined) {
            const { evaluationReport } = await import('../eval/evaluation-report.js');
            await writeFileAtomically(report, await evaluationReport(directory!, inputs, evaluation));
          }
          if (records !== undefined) {
            const { recordsText } = await import('../eval/records-text.js');
            await writeFileAtomically(records, recordsText(evaluation));
          }
        }
        return {
          document: {
            model: directory,
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
      }),
    );
