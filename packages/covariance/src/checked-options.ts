import { SettingsError } from '@alphaedit/spec';
import type { CollectOptions } from './collect-options.js';

/** Cells of a forward pass: enough to fill a matrix product, few enough for a small machine. */
const DEFAULT_BATCH_TOKENS = 4096;
/** Batches' worth of documents sorted together: more would lessen padding by little. */
const WINDOW_BATCHES = 16;

export interface CheckedOptions {
  /** Ascending, without repeats. */
  readonly layers: readonly number[];
  readonly tokens?: number;
  readonly contextLength: number;
  readonly batchTokens: number;
  readonly windowTokens: number;
  readonly checkpointSeconds: number;
}

/**
 * @throws {SettingsError} `layer-out-of-range`, `setting-out-of-range`
 */
export function checkedOptions(options: Omit<CollectOptions, 'documents'>): CheckedOptions {
  const { info } = options.model;
  const layers = [...new Set(options.layers)].sort((a, b) => a - b);
  const outside = layers.find((layer) => !Number.isInteger(layer) || layer < 0 || layer >= info.blocks);
  if (layers.length === 0 || outside !== undefined) {
    throw new SettingsError({
      code: 'layer-out-of-range',
      message: layers.length === 0 ? 'No layers were given.' : `There is no layer ${outside}.`,
      hint: `Name layers from 0 to ${info.blocks - 1}.`,
      data: { layers, blocks: info.blocks },
    });
  }
  const contextLength = options.contextLength ?? info.contextLength;
  const batchTokens = options.batchTokens ?? DEFAULT_BATCH_TOKENS;
  const checkpointSeconds = options.checkpointSeconds ?? 60;
  checkCount('contextLength', contextLength, info.contextLength);
  checkCount('batchTokens', batchTokens);
  if (options.tokens !== undefined) checkCount('tokens', options.tokens);
  if (!(checkpointSeconds >= 0)) throw outOfRange('checkpointSeconds', checkpointSeconds, 'at least 0');
  return {
    layers,
    tokens: options.tokens,
    contextLength,
    batchTokens,
    windowTokens: WINDOW_BATCHES * Math.max(batchTokens, contextLength),
    checkpointSeconds,
  };
}

function checkCount(name: string, value: number, most = Number.MAX_SAFE_INTEGER): void {
  if (Number.isInteger(value) && value >= 1 && value <= most) return;
  throw outOfRange(
    name,
    value,
    most === Number.MAX_SAFE_INTEGER ? 'a whole number from 1 on' : `from 1 to ${most}`,
  );
}

function outOfRange(name: string, value: number, allowed: string): SettingsError {
  return new SettingsError({
    code: 'setting-out-of-range',
    message: `${name} is ${value}.`,
    hint: `Give ${name} as ${allowed}.`,
    data: { option: name, value },
  });
}
