import type { DatasetError } from '@alphaedit/spec';

/** One record as it stands in a file: its value, or why it has none. */
export type SourceRecord = {
  /** Line on which it begins, or on which broken JSON breaks, from 1. */
  readonly line: number;
} & (
  | {
      readonly value: unknown;
      /** For each array in an object, in order, the lines on which its elements begin; where not all are `line`. */
      readonly elementLines?: readonly (readonly number[])[];
      readonly error?: undefined;
    }
  | { readonly value?: undefined; readonly error: DatasetError }
);

/** Takes a text line by line, and hands on each record as it ends. */
export interface RecordReader {
  /** Whether it takes no more. */
  readonly ended: boolean;
  /** The next line, by its number from 1. Blank ones may be left out. */
  line(text: string, number: number): void;
  /** There are no more lines. */
  end(): void;
}

/** Makes a reader that hands records to `found`; `file` is what messages call the source. */
export type CreateReader = (file: string, found: (record: SourceRecord) => void) => RecordReader;
