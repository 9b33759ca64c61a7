import { type CheckpointFile, checkpointFile } from '@alphaedit/model';

/** Files of a folder the visitor chose: those at its top, under their own names. */
export function pickFiles(files: readonly File[]): CheckpointFile[] {
  const depth = (file: File) => file.webkitRelativePath.split('/').length;
  const top = Math.min(...files.map(depth));
  return files.filter((file) => depth(file) === top).map((file) => checkpointFile(file.name, file));
}
