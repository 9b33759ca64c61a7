import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileSize } from '@alphaedit/files';
import { type ByteFile, openByteFile } from '@alphaedit/safetensors/node';
import { CheckpointError } from '@alphaedit/spec';
import type { CheckpointFile } from './checkpoint-file.js';
import type { CheckpointFolder } from './checkpoint-handle.js';
import { modelFolder } from './hub/model-folder.js';
import { openCheckpointFiles } from './open-checkpoint-files.js';
import { isGgufPath, openGgufCheckpoint } from './open-gguf-checkpoint.js';
import { WHOLE_CHECKPOINT } from './weight-files.js';

/**
 * Opens a checkpoint folder, the one a hub's model was pulled into, or a GGUF file.
 *
 * @param model path of a folder or of a `.gguf` file, or the id of a pulled model
 * @throws {CheckpointError} `model-not-pulled`, `not-a-checkpoint`, and those of `openCheckpointFiles`
 */
export async function openCheckpoint(model: string): Promise<CheckpointFolder> {
  const directory = await modelFolder(model);
  if (isGgufPath(directory)) return openGgufCheckpoint(directory);
  const opened: Promise<ByteFile>[] = [];
  const close = async () => {
    await Promise.allSettled(opened.map(async (file) => (await file).close()));
  };
  try {
    const files = await folderFiles(directory, opened);
    const sha256 = () => createHash('sha256');
    const checkpoint = await openCheckpointFiles(files, { place: directory, sha256 });
    return { ...checkpoint, directory, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The files of a folder that may belong to a checkpoint, each opened when it is first read and put in `opened`. */
async function folderFiles(directory: string, opened: Promise<ByteFile>[]): Promise<CheckpointFile[]> {
  const names = await readdir(directory).catch((cause: NodeJS.ErrnoException) => {
    throw new CheckpointError({
      code: 'not-a-checkpoint',
      message:
        cause.code === 'ENOENT'
          ? `${directory} does not exist.`
          : `${directory} is not a folder that can be read.`,
      hint: WHOLE_CHECKPOINT,
      data: { directory },
      cause,
    });
  });
  const wanted = names.filter((name) => /\.(json|jinja|safetensors)$/.test(name));
  const files = wanted.map(async (name): Promise<CheckpointFile | undefined> => {
    const path = join(directory, name);
    const size = await fileSize(path);
    if (size === undefined) return undefined;
    let opening: Promise<ByteFile> | undefined;
    let file: ByteFile | undefined;
    const open = async () => {
      if (!opening) {
        opening = openByteFile(path);
        opened.push(opening);
      }
      file = await opening;
      return file;
    };
    return {
      name,
      path,
      size,
      read: async (from, to) => (await open()).read(from, to),
      // The header has been read before any element is: the file is open.
      readSync: (from, to) => file!.readSync(from, to),
    };
  });
  return (await Promise.all(files)).filter((file) => file !== undefined);
}
