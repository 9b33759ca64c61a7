/** How a Git LFS pointer begins. */
const POINTER = 'version https://git-lfs.github.com/spec/';

/** Bytes of a file that tell whether it is a Git LFS pointer. */
export const GIT_LFS_POINTER_BYTES = POINTER.length;

/** What to do about a Git LFS pointer. */
export const GIT_LFS_HINT = 'Run `git lfs pull` in the clone it came from, or download the file itself.';

/**
 * Whether a file is not what its name says but a Git LFS pointer: the few lines that stand for a large file in a clone
 * until `git lfs pull` fetches it.
 *
 * @param start of the file, at least `GIT_LFS_POINTER_BYTES` where it is that long
 */
export function isGitLfsPointer(start: string | Uint8Array): boolean {
  const text =
    typeof start === 'string' ? start : new TextDecoder().decode(start.subarray(0, POINTER.length));
  return text.startsWith(POINTER);
}
