import { DatasetError } from '@alphaedit/spec';
import type { Report } from './report.js';

/** @throws {DatasetError} `reports-differ` unless both reports are about the same facts in the same order */
export function checkSameFacts(first: Report, second: Report): void {
  const other = first.records.findIndex((record, i) => {
    const pair = second.records[i];
    return pair?.subject !== record.subject || pair.target !== record.target || pair.id !== record.id;
  });
  if (other < 0 && first.records.length === second.records.length) return;
  throw new DatasetError({
    code: 'reports-differ',
    message:
      other < 0
        ? `The reports are about ${first.records.length} and ${second.records.length} facts.`
        : `The reports are about different facts from record ${other} on.`,
    hint: 'Measure the same facts, in the same order, before and after.',
    data: { record: other },
  });
}
