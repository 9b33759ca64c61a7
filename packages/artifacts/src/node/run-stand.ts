import { sha256 } from './read-checked.js';
import type { Run } from './run.js';

/** SHA-256 over what a run holds now: its records, and which facts are taken out. */
export const runStand = ({ head, undone }: Pick<Run, 'head' | 'undone'>): string =>
  sha256(JSON.stringify([head, [...undone].sort((a, b) => a - b)]));
