import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as kit from '@alphaedit/conformance';
import { encodeSafetensors } from '@alphaedit/safetensors';
import type { ModelPort } from '@alphaedit/spec';
import { type TinyCheckpoint, tinyCheckpoint } from '@alphaedit/testing';

/** The tiny checkpoint as a model, without files. */
export const tinyModel = (checkpoint = tinyCheckpoint({ blocks: 3 })): Promise<ModelPort> =>
  kit.tinyModel({ checkpoint });

/** The tiny checkpoint as a folder; `files` replace or, when undefined, remove its files. */
export async function tinyFolder(
  files: Readonly<Record<string, string | Uint8Array | undefined>> = {},
  checkpoint: TinyCheckpoint = tinyCheckpoint(),
): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'alphaedit-model-'));
  const contents: Record<string, string | Uint8Array | undefined> = {
    'config.json': JSON.stringify(checkpoint.config),
    'tokenizer.json': JSON.stringify(checkpoint.tokenizerJson),
    'tokenizer_config.json': JSON.stringify(checkpoint.tokenizerConfig),
    'model.safetensors': encodeTensors(checkpoint),
    ...files,
  };
  for (const [name, content] of Object.entries(contents)) {
    if (content !== undefined) await writeFile(join(directory, name), content);
  }
  return directory;
}

export function encodeTensors({ tensors }: Pick<TinyCheckpoint, 'tensors'>): Uint8Array {
  return encodeSafetensors([...tensors].map(([name, tensor]) => ({ name, ...tensor })));
}
