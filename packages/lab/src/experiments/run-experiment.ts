import { join } from 'node:path';
import { makeFolder, writableFolder, writeFileAtomically } from '@alphaedit/files';
import { renderReport } from '@alphaedit/report';
import type { LabWork } from '../lab-work.js';
import { provenance } from '../provenance.js';
import type { Experiment, ExperimentOutcome } from './experiment.js';

/** What an experiment found, and the files that tell it. */
export interface ExperimentRun {
  readonly outcome: ExperimentOutcome;
  /** What `result.json` holds. */
  readonly document: object;
  readonly report: string;
}

/** On what, with which options, and where to. */
export interface ExperimentRequest {
  /** Checkpoint folder; empty where the experiment takes none. */
  readonly model: string;
  readonly out: string;
  readonly options: unknown;
  /** The command line that asked for it, for the record. */
  readonly command?: string;
}

/** A plot of the report, as a file of its own beside it. */
export interface FigureFile {
  /** E.g. `figure-1.svg`. */
  readonly file: string;
  readonly caption: string;
  readonly description: string;
}

/**
 * Runs an experiment and writes `result.json`, `report.html` and the report's plots, `figure-1.svg` and on, into a
 * folder. All are written when all is measured: a run that stops leaves nothing behind.
 */
export async function runExperiment(
  experiment: Experiment,
  { model, out, options, command }: ExperimentRequest,
  work: LabWork,
): Promise<ExperimentRun> {
  await writableFolder(out);
  const started = performance.now();
  const outcome = await experiment.run({ model, options, work });
  const seconds = (performance.now() - started) / 1000;
  const { name, title, question } = experiment;
  const { findings, data, sections, engine, linalg, seeds, hashes, warnings = [] } = outcome;
  const made = provenance({ command, engine, linalg, seeds, hashes });
  const plots = sections.flatMap(({ blocks }) => blocks.filter((block) => block.kind === 'plot'));
  const figures = plots.map(
    ({ caption, description }, i): FigureFile => ({ file: `figure-${i + 1}.svg`, caption, description }),
  );
  const document = {
    experiment: name,
    title,
    question,
    findings,
    data,
    figures,
    seconds,
    provenance: made,
    warnings,
  };
  await makeFolder(out);
  const text = (content: string) => new TextEncoder().encode(content);
  const report = join(out, 'report.html');
  const html = renderReport({ title, summary: [question, ...findings], provenance: made, sections });
  await writeFileAtomically(report, text(html));
  for (const [i, { svg }] of plots.entries())
    await writeFileAtomically(join(out, figures[i]!.file), text(`${svg}\n`));
  await writeFileAtomically(join(out, 'result.json'), text(`${JSON.stringify(document, undefined, 2)}\n`));
  return { outcome, document, report };
}
