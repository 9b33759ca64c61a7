import { dirname } from 'node:path';
import { formatNumber } from '@alphaedit/report/format';
import { Command } from 'commander';
import type { DocumentOf } from '../documents/documents.js';
import { commandLine } from '../ui/command-line.js';
import { example } from '../ui/example.js';
import { table } from '../ui/table.js';
import { action } from '../ui/task.js';

export const healthCommand = (): Command =>
  new Command('health')
    .description(
      'how the model stood after each batch of a run: perplexity, change of the weights, facts said',
    )
    .argument('<run>', 'run folder that `alphaedit edit` wrote')
    .option('--report <file>', 'write an HTML page with plots')
    .addHelpText('after', example('alphaedit health runs/first --report health.html'))
    .action(
      action<{ readonly report?: string }, DocumentOf<'health'>>(async (_task, [directory], { report }) => {
        const { healthFacts, healthPoints, healthReport, measuredLayers, openHealthRun } = await import(
          '@alphaedit/lab'
        );
        const run = await openHealthRun(directory!);
        const points = healthPoints(run);
        if (report !== undefined) {
          const { makeFolder, writeFileAtomically } = await import('@alphaedit/files');
          await makeFolder(dirname(report));
          await writeFileAtomically(report, await healthReport(run, commandLine()));
        }
        const { editor } = run.manifest;
        const facts = healthFacts(run);
        const layers = measuredLayers(points);
        const number = (value: number | undefined) => (value === undefined ? '' : formatNumber(value));
        const percent = (value: number | undefined) =>
          value === undefined ? '' : `${(100 * value).toFixed(1)} %`;
        return {
          document: {
            run: directory!,
            editor,
            facts,
            batches: points,
            ...(report !== undefined && { report }),
          },
          text: () =>
            [
              table(
                [
                  'batch',
                  'facts',
                  'perplexity ×',
                  ...layers.map((layer) => `‖ΔW‖/‖W‖ ${layer}`),
                  ...layers.map((layer) => `overlap ${layer}`),
                  'last batch said',
                  'first facts said',
                ],
                points.map((point) => [
                  String(point.batch),
                  String(point.facts),
                  number(point.perplexityRatio),
                  ...layers.map((layer) => number(point.weightRatio?.[layer])),
                  ...layers.map((layer) => number(point.subspaceOverlap?.[layer])),
                  percent(point.lastSaid),
                  percent(point.firstSaid),
                ]),
              ),
              `${editor}: ${points.at(-1)?.facts ?? 0} of ${facts} facts edited.`,
              ...(report !== undefined ? [`Written: ${report}`] : []),
            ].join('\n\n'),
        };
      }),
    );
