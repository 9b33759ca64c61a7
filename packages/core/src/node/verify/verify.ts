import { readdirSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EditError } from '@alphaedit/spec';
import { GGUF_FILES, MLX_FILES, PEFT_FILES } from '../export/adapter-targets.js';
import { GGUF_MODEL_FILE } from '../export/export-gguf.js';
import { PACK_FILE } from '../runs/read-pack.js';
import type { ArtifactKind, Verification } from './verification.js';
import { verifyAdapter, verifyCheckpoint } from './verify-export.js';
import { verifyPack } from './verify-pack.js';
import { type VerifyOptions, verifyRun } from './verify-run.js';
import { verifyStatistics } from './verify-statistics.js';

const VERIFY: Readonly<
  Record<ArtifactKind, (path: string, options: VerifyOptions) => Promise<Verification>>
> = {
  run: verifyRun,
  statistics: verifyStatistics,
  pack: verifyPack,
  adapter: verifyAdapter,
  checkpoint: verifyCheckpoint,
};

/** A second moment or its eigen-decomposition in a statistics folder. */
const LAYER_FILE = /^layer-\d+\.[0-9a-f]{8}\.(spectrum\.)?safetensors$/;

/**
 * Whether a run folder, a statistics folder, an edit pack (the file, or its folder), an adapter or an exported checkpoint is
 * what it was when it was written. What was made by an earlier version is read, and `unproven` names what cannot be told
 * of it.
 *
 * @throws {EditError} `unknown-artifact`; damage is a check that fails, not an error
 */
export async function verify(path: string, options: VerifyOptions = {}): Promise<Verification> {
  return VERIFY[await kindOf(path)](path, options);
}

/** What lies at a path, by its files: each kind has some that no other has. */
async function kindOf(path: string): Promise<ArtifactKind> {
  const there = statSync(path, { throwIfNoEntry: false });
  if (!there) throw unknown(path, 'does not exist');
  if (!there.isDirectory()) return 'pack';
  const names = readdirSync(path);
  const has = (name: string) => names.includes(name);
  if (has('batches')) return 'run';
  if (names.some((name) => LAYER_FILE.test(name)) || (await namesStatistics(path))) return 'statistics';
  if (has('manifest.json')) return 'run';
  if (has(PACK_FILE)) return 'pack';
  if ([...Object.values(PEFT_FILES), MLX_FILES.weights, GGUF_FILES.weights].some(has)) return 'adapter';
  if (
    has('config.json') ||
    has(GGUF_MODEL_FILE) ||
    names.some((name) => /\.safetensors(\.index\.json)?$/.test(name))
  ) {
    return 'checkpoint';
  }
  throw unknown(path, 'is no run, no statistics, no edit pack, no adapter and no checkpoint');
}

/** Whether there is a manifest of statistics, also where it is damaged. */
async function namesStatistics(path: string): Promise<boolean> {
  const text = await readFile(join(path, 'manifest.json'), 'utf8').catch(() => '');
  return text.includes('"alphaedit-statistics"');
}

const unknown = (path: string, problem: string) =>
  new EditError({
    code: 'unknown-artifact',
    message: `${path} ${problem}.`,
    hint: 'Give what `editFacts`, `collectStatistics` or an export wrote.',
    data: { path },
  });
