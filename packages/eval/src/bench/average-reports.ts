import { checkSameFacts } from '../check-same-facts.js';
import { TASKS } from '../metrics/tasks.js';
import type { RecordResult, Report, TaskResult } from '../report.js';
import { meanByForm, summarize } from '../summarize.js';

/**
 * One report from several of the same facts, e.g. of runs that differ in their seed: the mean over the reports
 * of each record's figures, then over records as in every report. The interval is still one over facts: what the
 * seeds add to it is in the spread of the single reports. Prompts are left out.
 *
 * @throws {DatasetError} `reports-differ` when the reports are not about the same facts
 */
export function averageReports(reports: readonly [Report, ...Report[]]): Report {
  const [first, ...others] = reports;
  for (const other of others) checkSameFacts(first, other);
  const records = first.records.map((record, i): RecordResult => {
    const { id, subject, target } = record;
    const tasks = TASKS.flatMap((task): [string, TaskResult][] => {
      const results = reports.flatMap((report) => report.records[i]![task] ?? []);
      return results.length === 0 ? [] : [[task, averageResult(results)]];
    });
    return { ...(id !== undefined && { id }), subject, target, ...Object.fromEntries(tasks) };
  });
  return { facts: first.facts, ...summarize(records), records, warnings: first.warnings };
}

const averageResult = (results: readonly TaskResult[]): TaskResult => ({
  ...meanByForm((form) => results.map((result) => result[form])),
  prompts: [],
});
