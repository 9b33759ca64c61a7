import { describe, expect, it } from 'vitest';
import { acquireLock, type LockSystem } from './lock.js';

/** A process of the model: at each of its file operations it waits until it is its turn. */
interface Actor {
  /** Lets it do one operation; absent where it has ended. */
  step?: () => void;
  killed: boolean;
  readonly tokens: Set<string>;
}

/** Whom to let do an operation, of so many that can; or whom to kill (negative: −1 − actor). */
type Choose = (able: readonly number[]) => number;

/**
 * Runs actors that each take one lock, work and release it, one file operation at a time in the order chosen, on files
 * in memory. The lock of a process that was killed before stands at the beginning.
 */
async function play(count: number, choose: Choose): Promise<{ worked: number; left: readonly string[] }> {
  const files = new Map([['x.lock', record('gone')]]);
  const actors = Array.from({ length: count }, (): Actor => ({ killed: false, tokens: new Set() }));
  let inside = 0;
  let worked = 0;
  const ended = actors.map((actor, number) => {
    const turn = async () => {
      if (actor.killed) return new Promise<never>(() => undefined);
      await new Promise<void>((resolve) => {
        actor.step = resolve;
      });
    };
    const system: LockSystem = {
      async create(file, text) {
        await turn();
        if (files.has(file)) return false;
        files.set(file, text);
        return true;
      },
      async read(file) {
        await turn();
        return files.get(file);
      },
      async remove(file) {
        await turn();
        files.delete(file);
      },
      async isGone(_, { token }) {
        await turn();
        return token === 'gone' || actors.some(({ killed, tokens }) => killed && tokens.has(token));
      },
      async live(_, token) {
        actor.tokens.add(token);
        return { end: async () => undefined };
      },
      wait: turn,
    };
    const work = async () => {
      const lock = await acquireLock('x', { patience: Number.POSITIVE_INFINITY }, system);
      inside++;
      expect(inside, `actor ${number} is not alone`).toBe(1);
      await turn();
      await lock.check();
      inside--;
      await lock.release();
      worked++;
      actor.step = undefined;
    };
    return work();
  });
  const failed = Promise.all(ended).then(
    () => undefined,
    (error: unknown) => {
      throw error;
    },
  );
  for (;;) {
    await Promise.race([failed, settled()]);
    const able = actors.flatMap(({ step, killed }, i) => (step && !killed ? [i] : []));
    if (able.length === 0) return { worked, left: [...files.keys()] };
    const chosen = choose(able);
    const actor = actors[chosen < 0 ? -1 - chosen : chosen]!;
    if (chosen < 0) {
      actor.killed = true;
      if (inside > 0 && holds(actor, files.get('x.lock'))) inside = 0;
    } else {
      const { step } = actor;
      actor.step = undefined;
      step!();
    }
  }
}

const record = (token: string) => JSON.stringify({ host: 'h', pid: 1, token, since: '', purpose: '' });
const holds = (actor: Actor, text = '{}') => actor.tokens.has(JSON.parse(text).token);
/** Lets every promise that can go on do so. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

/** Every sequence of choices, one after another, in the order of an odometer. */
async function exhaust(run: (choose: Choose) => Promise<void>, kills: number): Promise<number> {
  let path: { made: number; of: number }[] = [];
  for (let runs = 1; ; runs++) {
    let depth = 0;
    let killed = 0;
    await run((able) => {
      const options = killed < kills ? [...able, ...able.map((i) => -1 - i)] : able;
      path[depth] ??= { made: 0, of: options.length };
      const chosen = options[path[depth]!.made]!;
      if (chosen < 0) killed++;
      depth++;
      return chosen;
    });
    path = path.slice(0, depth);
    while (path.length > 0 && path.at(-1)!.made + 1 === path.at(-1)!.of) path.pop();
    if (path.length === 0) return runs;
    path.at(-1)!.made++;
  }
}

function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

describe('the lock of a process that is gone, under every order of file operations', () => {
  it('is taken over by three processes, one after another, some of them killed', async () => {
    let killings = 0;
    for (let seed = 1; seed <= 1000; seed++) {
      const next = random(seed);
      let killed = 0;
      const { worked } = await play(3, (able) => {
        const chosen = able[Math.floor(next() * able.length)]!;
        if (killed < 2 && next() < 0.05) {
          killed++;
          return -1 - chosen;
        }
        return chosen;
      });
      killings += killed;
      expect(worked + killed, `seed ${seed}`).toBe(3);
    }
    expect(killings).toBeGreaterThan(300);
  });

  it('does not depend on luck: one process killed at each of its operations, then another', async () => {
    const runs = await exhaust(async (choose) => {
      let first = true;
      const { worked } = await play(2, (able) => {
        // The first goes on alone until it is killed or has ended; then the second does.
        const chosen = first && able.includes(0) ? choose([0]) : able.at(-1)!;
        if (chosen < 0) first = false;
        return chosen;
      });
      expect(worked).toBeGreaterThanOrEqual(1);
    }, 1);
    expect(runs).toBeGreaterThan(10);
  });
});
