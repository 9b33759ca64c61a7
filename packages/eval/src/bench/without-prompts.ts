import { TASKS } from '../metrics/tasks.js';
import type { RecordResult, Report, TaskResult } from '../report.js';

/** A report that keeps what was measured on each record but not its single prompts: a tenth of the size. */
export function withoutPrompts(report: Report): Report {
  const short = (record: RecordResult): RecordResult => {
    const tasks = TASKS.flatMap((task): [string, TaskResult][] => {
      const result = record[task];
      return result ? [[task, { ...result, prompts: [] }]] : [];
    });
    return { ...record, ...Object.fromEntries(tasks) };
  };
  return { ...report, records: report.records.map(short) };
}
