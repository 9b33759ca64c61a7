import type { MakeDirectoryOptions, OpenMode, PathLike, RmOptions } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** The file system itself, also where a test has put this one in its place. */
const { promises: fs } = createRequire(import.meta.url)('node:fs') as typeof import('node:fs');

/**
 * What a disk holds after a power cut of what was never flushed to it: `nothing` at all, or the `names` of files and
 * folders with none of the contents, as file systems do that write their journal first.
 */
export type AfterPowerCut = 'nothing' | 'names';

/**
 * A file system that knows what of it would outlast a power cut, and cuts the power at its n-th change. Its functions
 * take the place of those of `node:fs/promises`. A file's content lasts once its handle was synced, a name in a folder
 * once the folder was.
 */
export class PowerCut {
  #left = Number.POSITIVE_INFINITY;
  /** Contents that were flushed, by inode. */
  readonly #contents = new Map<number, Uint8Array>();
  /** Names in folders as they were flushed, by the folder's inode. */
  readonly #names = new Map<
    number,
    ReadonlyMap<string, { readonly inode: number; readonly folder: boolean }>
  >();

  /** Cuts the power before the change after so many. */
  after(changes: number): void {
    this.#left = changes;
    this.#contents.clear();
    this.#names.clear();
  }

  /** Whether the power was cut. */
  get isCut(): boolean {
    return this.#left < 0;
  }

  /** What takes the place of `node:fs/promises`. */
  get functions() {
    const change = <A extends unknown[], T>(work: (...args: A) => Promise<T>) => {
      return async (...args: A): Promise<T> => {
        this.#step();
        return work(...args);
      };
    };
    return {
      open: async (path: PathLike, flags: OpenMode = 'r', mode?: number) => {
        const writes = !/^r$/.test(String(flags));
        if (writes) this.#step();
        const handle = await fs.open(path, flags, mode);
        if (writes && /^[wa]x?/.test(String(flags))) this.#contents.delete((await handle.stat()).ino);
        return this.#watch(handle, String(path));
      },
      writeFile: change(async (path: PathLike, data: string | Uint8Array, options?: { flag?: string }) => {
        await fs.writeFile(path, data, options);
        this.#contents.delete((await fs.stat(path)).ino);
      }),
      copyFile: change(async (from: PathLike, to: PathLike) => {
        await fs.copyFile(from, to);
        this.#contents.delete((await fs.stat(to)).ino);
      }),
      mkdir: change(async (path: PathLike, options?: MakeDirectoryOptions) => {
        const first = await fs.mkdir(path, options);
        this.#names.delete((await fs.stat(path)).ino);
        return first;
      }),
      rename: change(fs.rename),
      link: change(fs.link),
      rm: change((path: PathLike, options?: RmOptions) => fs.rm(path, options)),
      rmdir: change((path: PathLike) => fs.rmdir(path)),
    };
  }

  /** Puts what a folder would hold after the power cut into another one. */
  async recover(folder: string, to: string, left: AfterPowerCut): Promise<void> {
    await fs.mkdir(to, { recursive: true });
    const { ino } = await fs.stat(folder);
    const names = left === 'names' ? await namesIn(folder) : (this.#names.get(ino) ?? new Map());
    for (const [name, entry] of names) {
      if (entry.folder) await this.recover(await pathOf(folder, entry.inode, name), join(to, name), left);
      else await fs.writeFile(join(to, name), this.#contents.get(entry.inode) ?? new Uint8Array());
    }
  }

  #step(): void {
    if (--this.#left < 0) throw new Error('power cut');
  }

  #watch(handle: FileHandle, path: string): FileHandle {
    const write = handle.write.bind(handle);
    const sync = handle.sync.bind(handle);
    handle.write = ((...args: Parameters<typeof write>) => {
      this.#step();
      return write(...args);
    }) as typeof handle.write;
    handle.sync = async () => {
      this.#step();
      await sync();
      const stat = await handle.stat();
      if (stat.isDirectory()) this.#names.set(stat.ino, await namesIn(path));
      else this.#contents.set(stat.ino, await fs.readFile(path));
    };
    return handle;
  }
}

/** Files and folders in a folder, by name. */
async function namesIn(folder: string) {
  const names = new Map<string, { inode: number; folder: boolean }>();
  for (const entry of await fs.readdir(folder, { withFileTypes: true })) {
    if (!entry.isFile() && !entry.isDirectory()) continue;
    const { ino } = await fs.stat(join(folder, entry.name));
    names.set(entry.name, { inode: ino, folder: entry.isDirectory() });
  }
  return names;
}

/** Where a folder lies now that was `name` in `folder`: it may have been renamed since. */
async function pathOf(folder: string, inode: number, name: string): Promise<string> {
  const now = [...(await namesIn(folder))].find(([, entry]) => entry.inode === inode)?.[0];
  return join(folder, now ?? name);
}
