import { blocksOf, type LineSource } from '../lines-of.js';
import { csvRows } from './csv-rows.js';
import { jsonDocument } from './json-document.js';
import { jsonLines } from './json-lines.js';
import type { CreateReader, RecordReader, SourceRecord } from './source-record.js';

/**
 * Records of a JSON array, of JSON objects over several lines, of JSONL or of CSV: told apart by the beginning.
 * Reading goes no further than records are asked for.
 */
export async function* readRecords(source: LineSource, file: string): AsyncGenerator<SourceRecord> {
  const records: SourceRecord[] = [];
  const reader = anyRecords(file, (record) => records.push(record));
  let number = 0;
  for await (const block of blocksOf(source)) {
    for (const text of block) {
      reader.line(text, ++number);
      if (records.length > 0) yield* records.splice(0);
      if (reader.ended) return;
    }
  }
  reader.end();
  yield* records;
}

/** Chooses its reader at the first lines that are not blank. */
const anyRecords: CreateReader = (file, found) => {
  let reader: RecordReader | undefined;
  let held: readonly [text: string, number: number] | undefined;
  const begin = (create: CreateReader, ...lines: (readonly [text: string, number: number])[]) => {
    reader = create(file, found);
    for (const line of lines) reader.line(...line);
  };
  return {
    get ended() {
      return reader?.ended ?? false;
    },
    line(text, number) {
      if (reader) return reader.line(text, number);
      const trimmed = text.trim();
      if (trimmed === '') return;
      const line = [text, number] as const;
      if (held) begin(goesOn(held[0], trimmed) ? jsonDocument : jsonLines, held, line);
      else if (trimmed.startsWith('[')) begin(jsonDocument, line);
      else if (!trimmed.startsWith('{')) begin(csvRows, line);
      else if (isJson(text)) begin(jsonLines, line);
      else held = line;
    },
    end() {
      if (!reader && held) begin(jsonLines, held);
      reader?.end();
    },
  };
};

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Whether an object that its first line does not end goes on in the next, rather than being broken off. */
const goesOn = (first: string, next: string) =>
  '{[,:'.includes(first.trimEnd().at(-1)!) || !next.startsWith('{');
