import type { Fact, Finding } from '@alphaedit/spec';
import type { z } from 'zod';

/** Names of the fact formats that are read. */
export type FactFormatId =
  | 'counterfact'
  | 'easyedit'
  | 'zsre'
  | 'known'
  | 'mquake'
  | 'ripple'
  | 'wikibio'
  | 'cknowedit'
  | 'wikibigedit'
  | 'plain';

/**
 * Which answer of a zsRE record is the edit: `answer` the correct one, as the MEMIT and AlphaEdit evaluations
 * do; `alternative` the made-up one, as EasyEdit does.
 */
export type ZsreTarget = 'answer' | 'alternative';

/** What a format is told beside a record, and whom it tells. */
export interface RecordContext {
  /** What messages call the record: file, line and id. */
  readonly where: string;
  /** The same for programs: file, line and place in the file from 0. */
  readonly place: { readonly file: string; readonly line: number; readonly index: number };
  readonly zsreTarget?: ZsreTarget;
  /** Takes what the reader should know about the record. */
  readonly tell: (finding: Finding) => void;
}

/** How one kind of data set writes a fact down. */
export interface FactFormat<T = unknown> {
  readonly id: FactFormatId;
  /** Name and fields, for the message about an unknown shape. */
  readonly description: string;
  /** Fields that no other format has all of. */
  readonly marks: readonly string[];
  readonly schema: z.ZodType<T>;
  /** Fields that hold no question and are passed over without a word. */
  readonly inert?: readonly string[];
  /**
   * The facts of a record: one, except where a data set files several edits under one record.
   *
   * @throws {FactError} for a record of the right shape that makes no fact
   */
  toFact(record: T, context: RecordContext): Fact | readonly Fact[];
}
