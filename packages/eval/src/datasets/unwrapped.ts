import { findFormat, isObject } from './record-to-fact.js';
import type { SourceRecord } from './records/source-record.js';

/** The records of a list in an object, as in `{"data": [ … ]}`; a record of facts as it is. */
export function unwrapped(record: SourceRecord): readonly SourceRecord[] {
  if (record.error || !isObject(record.value) || findFormat(record.value)) return [record];
  const lists = Object.values(record.value).filter(Array.isArray);
  const ofFacts = lists.filter((list) => list.some(findFormat));
  if (ofFacts.length !== 1) return [record];
  const [list] = ofFacts;
  const lines = record.elementLines?.[lists.indexOf(list!)];
  return list!.map((value: unknown, i: number) => ({ line: lines?.[i] ?? record.line, value }));
}
