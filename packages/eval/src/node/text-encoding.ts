import { DatasetError } from '@alphaedit/spec';

/** How files begin that are often taken for text. */
const BINARY: readonly (readonly [bytes: readonly number[], what: string, remedy: string])[] = [
  [[0x1f, 0x8b], 'is compressed (gzip)', 'Unpack it first: `gunzip`.'],
  [[0x28, 0xb5, 0x2f, 0xfd], 'is compressed (zstd)', 'Unpack it first: `unzstd`.'],
  [
    [0x50, 0x4b, 0x03, 0x04],
    'is a zip archive, as spreadsheets are',
    'Save the spreadsheet as "CSV UTF-8", or unpack the archive.',
  ],
  [
    [0x50, 0x41, 0x52, 0x31],
    'is a Parquet file',
    'Save it as JSON lines, in Python: pandas.read_parquet(…).to_json(…, orient="records", lines=True).',
  ],
];

/**
 * The encoding of a text, by the bytes it begins with.
 *
 * @throws {DatasetError} `not-utf8` for what is no text, or UTF-16 without its mark
 */
export function encodingOf(bytes: Uint8Array, path: string): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const binary = BINARY.find(([beginning]) => beginning.every((byte, i) => bytes[i] === byte));
  if (binary) throw notText(path, binary[1], binary[2]);
  if (bytes.subarray(0, BEGINNING).includes(0)) {
    throw notText(
      path,
      'is no UTF-8 text but UTF-16 or binary data',
      'Save the file as UTF-8: `iconv -f utf-16 -t utf-8`.',
    );
  }
  return 'utf-8';
}

/** Bytes among which a zero shows that a file is no UTF-8 text. */
const BEGINNING = 4096;

function notText(path: string, what: string, hint: string): DatasetError {
  return new DatasetError({ code: 'not-utf8', message: `${path} ${what}.`, hint, data: { file: path } });
}

/** The number, from 0, of the first line of a piece of a file that is no UTF-8; the last line is cut anywhere. */
export function faultyLine(bytes: Uint8Array): number {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let from = 0;
  // The rest of a character whose beginning is in the piece before.
  while (from < 3 && (bytes[from]! & 0xc0) === 0x80) from++;
  for (let line = 0; ; line++) {
    const end = bytes.indexOf(10, from);
    if (end < 0) return line;
    try {
      decoder.decode(bytes.subarray(from, end));
    } catch {
      return line;
    }
    from = end + 1;
  }
}
