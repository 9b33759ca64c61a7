import type { MakeDirectoryOptions, OpenMode, PathLike, RmOptions, Stats } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';

/** The file system itself, also where a test has put this one in its place. What is done at once takes a tenth of the time. */
const fs = createRequire(import.meta.url)('node:fs') as typeof import('node:fs');

/**
 * What a disk holds after a power cut of what was never flushed to it. File systems differ, and what a program writes has to
 * outlast each of them:
 *
 * - `nothing`: not a name and not a byte of it, and what was removed or renamed is where it was;
 * - `removals`: nothing, but what was removed is gone;
 * - `names`: names and folders as they were last, and empty files, as where a journal of names is written first;
 * - `lengths`: the same, and files as long as they were, with zeros in the place of what was not flushed.
 */
export type AfterPowerCut = (typeof AFTER_POWER_CUT)[number];

export const AFTER_POWER_CUT = ['nothing', 'removals', 'names', 'lengths'] as const;

const NOTHING = new Uint8Array();

/** A file or a folder, whatever its names are: what of it was flushed. */
interface Flushed {
  readonly isFolder: boolean;
  contents?: Uint8Array;
  /** Written to since, and made or emptied since. */
  changed?: boolean;
  emptied?: boolean;
  names?: ReadonlyMap<string, Flushed>;
}

/**
 * A file system that knows what of it would outlast a power cut. Its functions take the place of those of `node:fs/promises`.
 * A file's content lasts once its handle was synced, a name in a folder once the folder was.
 */
export class FragileDisk {
  /** What is known of the file or folder that has an inode now. */
  readonly #now = new Map<number, Flushed>();

  /**
   * @param top folder with all that is looked at; those above it are taken for flushed
   * @param beforeChange called before each change: here the power could be cut
   */
  constructor(
    readonly top: string,
    readonly beforeChange: () => void = () => {},
  ) {}

  /** A copy in another folder, with as much of it flushed. */
  copy(top: string): FragileDisk {
    const disk = new FragileDisk(top);
    const copies = new Map<Flushed, Flushed>();
    const copied = ({ names, ...entry }: Flushed): Flushed => ({
      ...entry,
      ...(names && { names: new Map([...names].map(([name, of]) => [name, copyOf(of)])) }),
    });
    const copyOf = (entry: Flushed): Flushed => {
      const copy = copies.get(entry) ?? copied(entry);
      copies.set(entry, copy);
      return copy;
    };
    const walk = (from: string, to: string) => {
      const entry = this.#at(from);
      if (entry.isFolder) fs.mkdirSync(to, { recursive: true });
      else fs.copyFileSync(from, to);
      disk.#now.set(fs.statSync(to).ino, copyOf(entry));
      if (!entry.isFolder) return;
      for (const name of this.#namesIn(from).keys()) walk(join(from, name), join(to, name));
    };
    walk(this.top, top);
    return disk;
  }

  /** Takes what is there for flushed, as if it had been there for long. */
  settle(folder = this.top): void {
    const names = this.#namesIn(folder);
    for (const [name, entry] of names) {
      const path = join(folder, name);
      if (entry.isFolder) this.settle(path);
      else Object.assign(entry, { contents: fs.readFileSync(path), changed: false, emptied: false });
    }
    this.#at(folder).names = names;
  }

  /** What takes the place of `node:fs/promises`. */
  get functions() {
    const change = <A extends unknown[], T>(work: (...args: A) => T | Promise<T>) => {
      return async (...args: A): Promise<T> => {
        this.beforeChange();
        return work(...args);
      };
    };
    /** Makes a file, or empties the one that is there. */
    const filling = <A extends unknown[], T>(work: (path: PathLike, ...args: A) => T | Promise<T>) => {
      return change(async (path: PathLike, ...args: A): Promise<T> => {
        const isNew = !fs.existsSync(path);
        const result = await work(path, ...args);
        this.#begin(path, isNew);
        return result;
      });
    };
    const opening = filling((path, flags: OpenMode, mode?: number) => fs.promises.open(path, flags, mode));
    return {
      open: async (path: PathLike, flags: OpenMode = 'r', mode?: number) => {
        const empties = /^w/.test(String(flags));
        const writes = empties || (!/^r$/.test(String(flags)) && !fs.existsSync(path));
        const handle = await (writes ? opening(path, flags, mode) : fs.promises.open(path, flags, mode));
        return this.#watch(handle, path);
      },
      writeFile: filling((path, data: string | Uint8Array, options?: { flag?: string }) =>
        fs.writeFileSync(path, data, options),
      ),
      copyFile: (from: PathLike, to: PathLike) => filling((path) => fs.copyFileSync(from, path))(to),
      truncate: change(async (path: PathLike, length?: number) => {
        fs.truncateSync(path, length);
        this.#at(path).changed = true;
      }),
      mkdir: change(async (path: PathLike, options?: MakeDirectoryOptions) => {
        const first = fs.mkdirSync(path, options);
        const top = options?.recursive ? first : String(path);
        if (top === undefined) return first;
        for (let made = resolve(String(path)); made.length >= resolve(top).length; made = dirname(made)) {
          this.#begin(made, true);
        }
        return first;
      }),
      rename: change(fs.renameSync),
      link: change(fs.linkSync),
      unlink: change(fs.unlinkSync),
      rm: change((path: PathLike, options?: RmOptions) => fs.rmSync(path, options)),
      rmdir: change((path: PathLike) => fs.rmdirSync(path)),
    };
  }

  /** Puts what there would be after the power cut into another folder. */
  recover(to: string, left: AfterPowerCut): void {
    if (left === 'names' || left === 'lengths') this.#recoverNames(this.top, to, left);
    else
      this.#recoverFlushed(this.#at(this.top), to, left === 'removals' ? this.#places(this.top) : undefined);
  }

  #recoverNames(folder: string, to: string, left: AfterPowerCut): void {
    fs.mkdirSync(to, { recursive: true });
    for (const [name, entry] of this.#namesIn(folder)) {
      const [from, path] = [join(folder, name), join(to, name)];
      if (entry.isFolder) this.#recoverNames(from, path, left);
      else {
        const { contents = NOTHING, changed, emptied } = entry;
        const flushed = emptied ? NOTHING : contents;
        const long = new Uint8Array(changed && left === 'lengths' ? fs.statSync(from).size : flushed.length);
        long.set(flushed.subarray(0, long.length));
        fs.writeFileSync(path, long);
      }
    }
  }

  /** @param places where files and folders are now, without those that were removed; nothing where removals do not last */
  #recoverFlushed(folder: Flushed, to: string, places: ReadonlyMap<Flushed, string> | undefined): void {
    fs.mkdirSync(to, { recursive: true });
    const from = places?.get(folder);
    for (const [name, entry] of folder.names ?? []) {
      // What another one was renamed over was not removed: either of the two is there.
      const replaced = from !== undefined && fs.existsSync(join(from, name));
      if (places && !places.has(entry) && !replaced) continue;
      const path = join(to, name);
      if (entry.isFolder) this.#recoverFlushed(entry, path, places);
      else fs.writeFileSync(path, entry.contents ?? NOTHING);
    }
  }

  #places(folder: string, places = new Map<Flushed, string>()): ReadonlyMap<Flushed, string> {
    places.set(this.#at(folder), folder);
    for (const [name, entry] of this.#namesIn(folder)) {
      if (entry.isFolder) this.#places(join(folder, name), places);
      else places.set(entry, join(folder, name));
    }
    return places;
  }

  /** What lies at a path now. */
  #at(path: PathLike): Flushed {
    return this.#of(fs.statSync(path));
  }

  #of(stat: Stats): Flushed {
    const { ino } = stat;
    const known = this.#now.get(ino) ?? { isFolder: stat.isDirectory() };
    this.#now.set(ino, known);
    return known;
  }

  /** A file or folder that was made, whose inode may have been another's before; or a file that was emptied. */
  #begin(path: PathLike, isNew: boolean): void {
    if (isNew) this.#now.delete(fs.statSync(path).ino);
    Object.assign(this.#at(path), { changed: true, emptied: true });
  }

  #namesIn(folder: PathLike): ReadonlyMap<string, Flushed> {
    const names = new Map<string, Flushed>();
    for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
      if (!entry.isFile() && !entry.isDirectory()) continue;
      names.set(entry.name, this.#at(join(String(folder), entry.name)));
    }
    return names;
  }

  #watch(handle: FileHandle, path: PathLike): FileHandle {
    const changes = ['write', 'writev', 'writeFile', 'appendFile', 'truncate'] as const;
    for (const name of changes) {
      const real = handle[name].bind(handle) as (...args: unknown[]) => Promise<unknown>;
      const watched = async (...args: unknown[]) => {
        this.beforeChange();
        this.#of(await handle.stat()).changed = true;
        return real(...args);
      };
      Object.assign(handle, { [name]: watched });
    }
    // The disk itself has no part in this: flushing it would only take time.
    handle.sync = async () => {
      if (!resolve(String(path)).startsWith(this.top)) return;
      this.beforeChange();
      const entry = this.#of(await handle.stat());
      if (entry.isFolder) entry.names = this.#namesIn(path);
      else Object.assign(entry, { contents: fs.readFileSync(path), changed: false, emptied: false });
    };
    handle.datasync = handle.sync;
    return handle;
  }
}
