import { writeFileAtomically } from '@alphaedit/safetensors/node';
import { benchFiles, writeJson } from './bench-files.js';
import { benchReport } from './bench-report.js';
import { benchDocument, editorResults, liftOf } from './bench-results.js';
import type { BenchState } from './run-bench.js';

/** Writes `results.json` and `report.html` of what is known so far. */
export async function saveBench(out: string, state: BenchState, args: readonly string[]): Promise<void> {
  const results = editorResults(state.runs);
  const lift = liftOf(results);
  const command = ['alphaedit', ...args].join(' ');
  await writeJson(benchFiles.results(out), { command, ...benchDocument(state, results, lift) });
  await writeFileAtomically(benchFiles.report(out), await benchReport(state, results, lift, command));
}
