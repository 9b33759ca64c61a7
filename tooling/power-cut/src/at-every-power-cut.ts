import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { AFTER_POWER_CUT, FragileDisk } from './fragile-disk.js';

const fs = createRequire(import.meta.url)('node:fs') as typeof import('node:fs');

/** Memory as a folder, where there is one: many small files are written. */
const MEMORY = fs.existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** The disk that a test works on, if it does. */
const at: { disk?: FragileDisk } = {};

/**
 * `node:fs/promises` for a test that cuts the power:
 *
 * @example
 * vi.mock('node:fs/promises', async (original) =>
 *   (await import('@alphaedit/power-cut')).fragileDisk(original),
 * );
 */
export async function fragileDisk(original: () => Promise<unknown>): Promise<unknown> {
  const real = (await original()) as Record<string, (...args: unknown[]) => unknown>;
  const fragile = Object.keys(new FragileDisk('').functions).map((name) => {
    const watched = (...args: unknown[]) => {
      const functions = (at.disk?.functions ?? real) as typeof real;
      return functions[name]!(...args);
    };
    return [name, watched];
  });
  return { ...real, ...Object.fromEntries(fragile) };
}

/** What a power cut must not take. */
export interface Durable<Told> {
  /** Makes what is on the disk already, in a folder that is not there yet. */
  before?(folder: string): Promise<void>;
  /** What the process is told to begin with. */
  told(): Told;
  /** Does the work in a folder, and notes what it is told of it; goes on where an earlier one stopped. */
  work(folder: string, told: Told): Promise<void>;
  /** Holds what is in the folder to what was told. `when` says which cut it was. */
  holds(folder: string, told: Told, when: string): Promise<void>;
}

/** A disk as a stop left it, and what had been told until then. */
interface Stopped<Told> {
  readonly disk: FragileDisk;
  readonly told: Told;
  readonly when: string;
}

/**
 * Does work, and looks before each change of the disk, and at the end, at what would be there if the power were cut. Whatever is
 * left of what was not flushed: what had been told holds, and the same work then comes to its end. Where the process were
 * only killed, with the power on, another one goes on from what it left; the power goes when that one has ended, and
 * what *it* was told holds, too.
 *
 * @returns how many changes there are
 */
export async function atEveryPowerCut<Told>({ before, told, work, holds }: Durable<Told>): Promise<number> {
  const folder = fs.mkdtempSync(join(MEMORY, 'alphaedit-power-'));
  const on = async (disk: FragileDisk, heard = told()): Promise<Told> => {
    at.disk = disk;
    try {
      await work(placeIn(disk.top), heard);
      return heard;
    } finally {
      at.disk = undefined;
    }
  };
  try {
    const heard = told();
    const stops = new Stops<Told>(folder);
    const disk = new FragileDisk(join(folder, 'disk'), () => stops.note(disk, heard));
    fs.mkdirSync(disk.top);
    await before?.(placeIn(disk.top));
    disk.settle();
    await on(disk, heard);
    stops.note(disk, heard);
    for (const { disk, told, when } of stops.cut) {
      await holds(placeIn(disk.top), told, when);
      await holds(placeIn(disk.top), await on(disk), `${when}, and gone on`);
    }
    for (const { disk, when } of stops.killed) {
      const next = await on(disk);
      const recovered = `${disk.top}-cut`;
      disk.recover(recovered, 'nothing');
      await holds(placeIn(recovered), next, when);
    }
    return stops.changes;
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

/** The folder that is worked in: its own name is on the disk as well. */
const placeIn = (disk: string) => join(disk, 'folder');

/** What stops of one process leave. Many of them leave the same: it is kept once. */
class Stops<Told> {
  /** The power was cut. */
  readonly cut: Stopped<Told>[] = [];
  /** The process was killed. */
  readonly killed: Stopped<Told>[] = [];
  changes = -1;
  readonly #seen = new Set<string>();

  constructor(private readonly folder: string) {}

  note(disk: FragileDisk, told: Told): void {
    this.changes++;
    const heard = structuredClone(told);
    for (const left of AFTER_POWER_CUT) {
      const top = join(this.folder, `${this.changes}-${left}`);
      disk.recover(top, left);
      this.#keep(this.cut, {
        disk: new FragileDisk(top),
        told: heard,
        when: `cut at ${this.changes}, ${left} left`,
      });
    }
    const killed = disk.copy(join(this.folder, `${this.changes}-killed`));
    const when = `killed at ${this.changes}, gone on, then cut`;
    this.#keep(this.killed, { disk: killed, told: heard, when });
  }

  #keep(stops: Stopped<Told>[], stopped: Stopped<Told>): void {
    const { disk, told } = stopped;
    endLocks(disk.top);
    const flushed = `${disk.top}-flushed`;
    disk.recover(flushed, 'nothing');
    const state = JSON.stringify([told, contentsOf(disk.top), contentsOf(flushed)]);
    fs.rmSync(flushed, { recursive: true });
    if (this.#seen.has(state)) fs.rmSync(disk.top, { recursive: true });
    else stops.push(stopped);
    this.#seen.add(state);
  }
}

/** Removes locks, whose owner has ended. Each says who that was. */
function endLocks(folder: string): void {
  for (const name of filesIn(folder)) {
    if (!name.endsWith('.lock')) continue;
    const { pid, token } = JSON.parse(fs.readFileSync(join(folder, name), 'utf8'));
    if (pid !== process.pid || typeof token !== 'string') throw new Error(`${name} does not name its owner`);
    fs.rmSync(join(folder, name));
  }
}

/** Names and digests of files. Temporaries have a new name each time, and are read by nobody. */
function contentsOf(folder: string): readonly string[] {
  const described = filesIn(folder).map((name) => {
    if (name.endsWith('.tmp')) return name.replace(/\.[0-9a-z-]+\.tmp$/, '.tmp');
    const digest = createHash('sha256').update(fs.readFileSync(join(folder, name)));
    return `${name} ${digest.digest('hex')}`;
  });
  return described.sort();
}

function filesIn(folder: string): string[] {
  const entries = fs.readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return files.map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}
