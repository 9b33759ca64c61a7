import type { DatasetError } from '@alphaedit/spec';
import { brokenLine } from './broken-line.js';

/** What other programs write for JSON, and what it should be. */
const LOOKALIKES: readonly (readonly [RegExp, string])[] = [
  [/[:[,]\s*[-+]?(?:NaN|Infinity)\b/, 'NaN and Infinity are no JSON: write null, or leave the field out.'],
  [
    /[:[,]\s*(?:True|False|None)\b/,
    'JSON knows true, false and null; in Python, write the file with json.dumps.',
  ],
  [/[{,]\s*'/, 'JSON puts texts in double quotation marks; in Python, write the file with json.dumps.'],
];

/** How much of a line is looked at for its kind of fault. */
const LOOKED_AT = 10_000;

/** The error for a line that is no JSON. */
export function brokenJson(
  file: string,
  line: number,
  text: string,
  cause: unknown,
  hint: string,
): DatasetError {
  const beginning = text.slice(0, LOOKED_AT);
  const known = LOOKALIKES.find(([form]) => form.test(beginning))?.[1];
  const why = (cause as Error).message.slice(0, 200);
  return brokenLine(file, line, `not valid JSON: ${why}`, known ?? hint, cause);
}
