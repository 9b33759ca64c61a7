import { type CheckpointFile, generate } from '@alphaedit/model';
import type { ModelPort, Warning, Work } from '@alphaedit/spec';

/** Texts the model writes where none came with it: rows, and tokens of each. */
const ROWS = 16;
const LENGTH = 64;

export interface Corpus {
  readonly from: 'file' | 'model';
  /** From the start, at every call. */
  documents(): AsyncIterable<string>;
  readonly warnings: readonly Warning[];
}

/**
 * Ordinary text whose keys an edit must not disturb: `text.txt` of the model's folder, one document per line,
 * or else what the model itself writes, sampled with fixed seeds.
 */
export async function corpus(
  files: readonly CheckpointFile[],
  model: ModelPort,
  work: Work,
): Promise<Corpus> {
  const file = files.find(({ name }) => name === 'text.txt');
  if (file) {
    const text = new TextDecoder().decode(await file.read(0, file.size));
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    return { from: 'file', documents: () => each(lines), warnings: [] };
  }
  const warning: Warning = {
    code: 'text-by-model',
    message:
      'This folder holds no text.txt, so what must stay is measured on text the model writes itself. Put ordinary text into text.txt for better edits.',
  };
  return { from: 'model', documents: () => written(model, work), warnings: [warning] };
}

async function* each(lines: readonly string[]): AsyncGenerator<string> {
  yield* lines;
}

async function* written(model: ModelPort, { signal }: Work): AsyncGenerator<string> {
  const start = model.tokenizer.bosTokenId ?? model.tokenizer.eosTokenId;
  const prompt = start === undefined ? model.tokenizer.encode('The') : [start];
  const length = Math.min(LENGTH, model.info.contextLength - prompt.length);
  for (let seed = 0; ; seed++) {
    const rows = Array.from({ length: ROWS }, () => prompt);
    const options = { maxNewTokens: length, topK: 50, seed, stopAtEos: false, signal };
    for (const ids of await generate(model, rows, options)) yield model.tokenizer.decode(ids);
  }
}
