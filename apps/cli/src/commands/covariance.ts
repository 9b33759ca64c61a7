import { formatCount, formatNumber } from '@alphaedit/report/format';
import { Command } from 'commander';
import type { DocumentOf } from '../documents/documents.js';
import { example } from '../ui/example.js';
import { layerList, wholeNumber } from '../ui/parse-options.js';
import { table } from '../ui/table.js';
import { action } from '../ui/task.js';

interface Options {
  readonly text: readonly string[];
  readonly layers?: readonly number[];
  readonly out: string;
  readonly tokens?: number;
  readonly decompose: boolean;
}

export const covarianceCommand = (): Command =>
  new Command('covariance')
    .description(
      'second moments of the keys over text, all layers in one pass, and their eigen-decompositions; the same command resumes, and finds what is there',
    )
    .argument('<model>', 'checkpoint folder, or the id of a pulled model')
    .requiredOption('--text <file...>', 'text, one document per line; .jsonl files, one per `text` field')
    .requiredOption('--out <stats>', 'folder for the statistics')
    .option(
      '--layers <list>',
      'blocks, e.g. 1,2,3; by default those an edit of this model changes',
      layerList,
    )
    .option('--tokens <n>', 'stop after so many tokens', wholeNumber(1))
    .option(
      '--no-decompose',
      'leave the eigen-decompositions, which an edit with a null space needs, to later',
    )
    .addHelpText(
      'after',
      example(
        'alphaedit covariance models/demo --text corpus.txt --layers 1,2,3 --out stats --tokens 100000',
      ),
    )
    .action(
      action<Options, DocumentOf<'covariance'>>(
        async (task, [directory], { text: files, layers: chosen, out, tokens, decompose }) => {
          const { checkStatisticsInputs, collectStatistics, openModel } = await import(
            '@alphaedit/core/node'
          );
          // Wrong input shows before a model is loaded.
          await checkStatisticsInputs({ text: files, out });
          const model = await openModel(directory!, task);
          const engine = model.engine.id;
          const request = { ...task, text: files, layers: chosen, out, tokens, decompose };
          const collected = await collectStatistics(model, request).finally(() => model.dispose());
          const { written: layers = [], documents, tokens: counted, warnings } = collected;
          return {
            document: { model: directory!, stats: out, engine, documents, tokens: counted, layers, warnings },
            text: () =>
              `${formatCount(counted)} tokens of ${formatCount(documents)} documents\n${table(
                ['layer', 'trace', 'file', ''],
                layers.map(({ layer, trace, path, found }) => [
                  String(layer),
                  formatNumber(trace),
                  path,
                  found ? 'was there' : '',
                ]),
              )}`,
          };
        },
      ),
    );
