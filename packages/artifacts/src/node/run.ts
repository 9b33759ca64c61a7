import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Lock } from '@alphaedit/files';
import type { Addition } from '../addition-schema.js';
import type { LedgerEntry } from '../ledger-schema.js';
import type { BatchRecord, RunManifest } from '../run-schema.js';
import type { MatrixMark } from '../state-growth.js';

/** A run folder as it stands: its inputs and its whole batches, in order. */
export interface Run {
  readonly directory: string;
  readonly manifest: RunManifest;
  readonly batches: readonly BatchRecord[];
  /** SHA-256 of `manifest.json`. */
  readonly manifestHash: string;
  /** SHA-256 of the last batch's record; of the manifest before the first. */
  readonly head: string;
  /** Facts it was given after it had been begun, in order. */
  readonly additions: readonly Addition[];
  /** SHA-256 of the last addition's record; of the manifest before the first. */
  readonly additionsHead: string;
  /** Whether a seal vouches for it: that no batch and no entry of the ledger is missing, and none was changed. */
  readonly sealed: boolean;
  /** What was taken out of the run and put back, in order. */
  readonly ledger: readonly LedgerEntry[];
  /** Facts, counted from 0, that are out. */
  readonly undone: ReadonlySet<number>;
}

/** A run folder that no other process writes to: its writers take this one's lock with it. */
export interface WritableRun extends Run {
  readonly lock: Lock;
  /** Of the state this process wrote last, by name: of what has only grown since, only the new part is written. */
  readonly marks?: ReadonlyMap<string, MatrixMark>;
}

const number = (batch: number) => String(batch).padStart(4, '0');

/** Where the parts of a run lie. */
export const runFiles = {
  /** What `writer.lock` locks. */
  writer: (directory: string) => join(directory, 'writer'),
  manifest: (directory: string) => join(directory, 'manifest.json'),
  facts: (directory: string) => join(directory, 'facts.jsonl'),
  historyFacts: (directory: string) => join(directory, 'history', 'facts.jsonl'),
  historyState: (directory: string) => join(directory, 'history', 'state.safetensors'),
  additions: (directory: string) => join(directory, 'additions'),
  addedFacts: (directory: string, addition: number) =>
    join(directory, 'additions', `${number(addition)}.jsonl`),
  addition: (directory: string, addition: number) => join(directory, 'additions', `${number(addition)}.json`),
  ledger: (directory: string) => join(directory, 'ledger.json'),
  seal: (directory: string) => join(directory, 'seal.json'),
  answers: (directory: string) => join(directory, 'answers.json'),
  metrics: (directory: string) => join(directory, 'metrics.json'),
  batches: (directory: string) => join(directory, 'batches'),
  deltas: (directory: string, batch: number) => join(directory, 'batches', `${number(batch)}.safetensors`),
  record: (directory: string, batch: number) => join(directory, 'batches', `${number(batch)}.json`),
  allValues: (directory: string) => join(directory, 'values'),
  values: (directory: string, batch: number) => join(directory, 'values', `${number(batch)}.safetensors`),
  states: (directory: string) => join(directory, 'state'),
  state: (directory: string, batch: number) => join(directory, 'state', `${number(batch)}.safetensors`),
};

/** The lock of a run, and what it is made with. */
export const LOCK_FILES = /^(writer\.lock.*|\.[0-9a-f]{16}\.sock)$/;

/** Facts of a run, those of batches still to come and those added later among them. */
export const factCount = ({ manifest, additions }: Pick<Run, 'manifest' | 'additions'>): number =>
  additions.reduce((sum, { facts }) => sum + facts.count, manifest.facts.count);

/** Whether a run was begun in this folder. */
export function runExists(directory: string): boolean {
  return existsSync(runFiles.manifest(directory));
}
