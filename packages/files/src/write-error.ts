import { AlphaEditError, OutputError } from '@alphaedit/spec';

const DISK_FULL = new Set(['ENOSPC', 'EDQUOT']);
const UNWRITABLE = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOENT', 'ENOTDIR', 'EISDIR', 'EEXIST']);
/** What a file system answers that has no such operation, as some network shares do. */
const UNSUPPORTED = new Set(['ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']);

/**
 * The typed error for a failed write to `path`; errors of this project pass through unchanged.
 * Codes: `disk-full`, `output-unwritable`, `output-failed`.
 */
export function writeError(path: string, cause: unknown): AlphaEditError {
  if (AlphaEditError.isInstance(cause)) return cause;
  const system = (cause as NodeJS.ErrnoException | undefined)?.code ?? '';
  const data = { path, system };
  if (DISK_FULL.has(system)) {
    return new OutputError({
      code: 'disk-full',
      message: `No space left to write ${path}.`,
      hint: 'Free some disk space or choose another output folder, then run the same command again.',
      kind: 'work',
      data,
      cause,
    });
  }
  if (UNWRITABLE.has(system)) {
    return new OutputError({
      code: 'output-unwritable',
      message: `Cannot write ${path} (${system}).`,
      hint: 'Choose an output folder that exists and that you may write to.',
      data,
      cause,
    });
  }
  if (UNSUPPORTED.has(system)) {
    const { syscall = 'it' } = cause as NodeJS.ErrnoException;
    return new OutputError({
      code: 'output-unwritable',
      message: `Cannot write ${path}: its file system does not support ${syscall} (${system}).`,
      hint: 'Choose an output folder on another file system, such as a disk of this machine.',
      data,
      cause,
    });
  }
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new OutputError({
    code: 'output-failed',
    message: `Writing ${path} failed: ${reason}`,
    hint: 'See the cause; nothing was left half-written.',
    kind: 'work',
    data,
    cause,
  });
}
