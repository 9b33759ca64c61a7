import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OutputError } from '@alphaedit/spec';

/** A file to write: a new one where `before` is left out, else one that reads `before` now. */
export interface FileChange {
  /** Relative to the root. */
  readonly path: string;
  readonly text: string;
  readonly before?: string;
}

/**
 * Writes all files or none: each is written beside its place first, then they are renamed in the order given. When
 * anything fails, those already in place are put back as they were.
 *
 * @throws {OutputError} `editor-not-written`, with what failed as its cause and what could not be put back in `data`
 */
export function writeTogether(root: string, changes: readonly FileChange[]): void {
  const prepared = changes.map((change) => {
    const target = join(root, change.path);
    return { ...change, target, beside: `${target}.${process.pid}.tmp` };
  });
  const written: typeof prepared = [];
  try {
    for (const { beside, text } of prepared) writeFileSync(beside, text, { flag: 'wx' });
    for (const change of prepared) {
      refuseOthersWork(change.path, change.target, change.before);
      renameSync(change.beside, change.target);
      written.push(change);
    }
  } catch (cause) {
    const left = written.reverse().flatMap((change) => (putBack(change) ? [] : [change.path]));
    throw new OutputError({
      code: 'editor-not-written',
      message: `The editor could not be written: ${(cause as Error).message}`,
      hint:
        left.length === 0
          ? 'Nothing was changed. Put that right and run the command again.'
          : `Put these files right by hand, git shows how they were: ${left.join(', ')}.`,
      kind: 'work',
      data: { left },
      cause,
    });
  } finally {
    for (const { beside } of prepared) rmSync(beside, { force: true });
  }
}

/** Somebody may have written to a file since it was read. */
function refuseOthersWork(path: string, target: string, before: string | undefined): void {
  const now = existsSync(target) ? readFileSync(target, 'utf8') : undefined;
  if (now !== before) throw new Error(`${path} was changed by somebody else at the same time.`);
}

function putBack({ target, beside, before }: FileChange & { target: string; beside: string }): boolean {
  try {
    if (before === undefined) rmSync(target);
    else {
      writeFileSync(beside, before);
      renameSync(beside, target);
    }
    return true;
  } catch {
    return false;
  }
}
