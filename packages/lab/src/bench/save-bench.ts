import { writeFileAtomically } from '@alphaedit/files';
import { benchFiles, writeJson } from './bench-files.js';
import { benchReport } from './bench-report.js';
import { benchDocument, editorResults, liftOf } from './bench-results.js';
import type { BenchState } from './run-bench.js';

/**
 * Writes `results.json` and `report.html` of what is known so far.
 *
 * @param command the command line that made it, for the record
 */
export async function saveBench(out: string, state: BenchState, command: string): Promise<void> {
  const results = editorResults(state.runs);
  const lift = liftOf(results);
  await writeJson(benchFiles.results(out), { command, ...benchDocument(state, results, lift) });
  await writeFileAtomically(benchFiles.report(out), await benchReport(state, results, lift, command));
}
