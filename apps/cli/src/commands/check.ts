import { dirname } from 'node:path';
import type { AnswerForm } from '@alphaedit/core';
import { Command, Option } from 'commander';
import type { DocumentOf } from '../documents/documents.js';
import { example } from '../ui/example.js';
import { type FactOptions, factOption, factsOption, requiredFactSources } from '../ui/fact-options.js';
import { collect, shareOption, wholeNumber } from '../ui/parse-options.js';
import { action } from '../ui/task.js';

interface Options extends FactOptions {
  readonly edits?: readonly string[];
  readonly limit?: number;
  readonly offset?: number;
  readonly form: AnswerForm;
  readonly minShare: number;
  readonly junit?: string;
}

export const checkCommand = (): Command =>
  new Command('check')
    .description('facts as tests: whether a model says each of them; exit code 1 if one fails')
    .argument('<model>', 'checkpoint folder, or the id of a pulled model')
    .addOption(factsOption('what the model has to say,'))
    .addOption(factOption())
    .option(
      '--edits <run>',
      'run folder or edit pack whose edits are applied first; several are applied in order',
      collect,
    )
    .option('--limit <n>', 'facts at most', wholeNumber(1))
    .option('--offset <n>', 'facts to pass over first', wholeNumber(0))
    .addOption(
      new Option(
        '--form <form>',
        'plain: every token of the target is the likeliest; generated: what the model writes holds the target as whole words; both',
      )
        .choices(['both', 'plain', 'generated'] satisfies AnswerForm[])
        .default('both'),
    )
    .option('--min-share <x>', 'share of the facts that has to hold, from 0 to 1', shareOption, 1)
    .option('--junit <file>', 'write the result as JUnit XML, a test for each fact')
    .addHelpText(
      'after',
      `
Generated form: the likeliest token at each place, up to four more tokens than the target has, ended at the first line
end or full stop; compared without case, punctuation, English articles and repeated spaces (Unicode NFKC).
${example(
  'alphaedit check models/demo --edits runs/first --facts expected.jsonl',
  'alphaedit check edited --facts expected.jsonl --min-share 0.95 --junit facts.xml',
)}`,
    )
    .action(
      action<Options, DocumentOf<'check'>>(async (task, [directory], { junit, facts, fact, ...options }) => {
        const { checkModel } = await import('@alphaedit/core/node');
        const { checkTables } = await import('../tables/check-tables.js');
        const { makeFolder, writableFolder, writeFileAtomically } = await import('@alphaedit/files');
        // Told before the work, not after it.
        if (junit !== undefined) await writableFolder(dirname(junit));
        const begun = performance.now();
        const check = await checkModel(directory!, {
          ...task,
          ...options,
          facts: await requiredFactSources({ facts, fact }),
        });
        const seconds = (performance.now() - begun) / 1000;
        if (junit !== undefined) {
          const { checkJunit } = await import('../tables/check-junit.js');
          await makeFolder(dirname(junit));
          await writeFileAtomically(junit, checkJunit(check, seconds));
        }
        const { ok, engine, chat, answers, holding, plain, generated, warnings } = check;
        return {
          failed: !ok,
          document: {
            model: directory!,
            edits: options.edits,
            engine,
            chat,
            ok,
            form: options.form,
            minShare: options.minShare,
            holding,
            plain,
            generated,
            facts: answers.map(({ fact, ...answer }) => ({
              ...(fact.id !== undefined && { id: String(fact.id) }),
              ...{ subject: fact.subject, prompt: fact.prompt, target: fact.target },
              ...answer,
            })),
            ...(junit !== undefined && { junit }),
            warnings,
          },
          text: () => checkTables(check, options.minShare),
        };
      }),
    );
