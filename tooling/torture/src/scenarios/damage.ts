import { readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { exportAdapter, exportEditedCheckpoint, exportPack, verify } from '@alphaedit/core/node';
import { AlphaEditError } from '@alphaedit/spec';
import type { Scenario } from '../scenario.js';
import { filesIn } from '../world.js';

const MUTATIONS = 25;
const KINDS = ['run', 'statistics', 'pack', 'adapter', 'checkpoint'] as const;

/** Figures about a run that nothing is computed from, and the answers that were measured. */
const SAYS_NOTHING = /^(metrics|answers)\.json$/;

export const damage: Scenario = {
  id: 'damage',
  title: 'a byte of a file is turned, a file is cut short or goes: `verify` finds it, in words of its own',
  async round(world, folder, random) {
    const kind = KINDS[Math.floor(random() * KINDS.length)]!;
    const whole = join(folder, 'whole');
    if (kind === 'run') await cp(world.run, whole, { recursive: true });
    else if (kind === 'statistics') await cp(world.stats, whole, { recursive: true });
    else {
      const make = { pack: exportPack, adapter: exportAdapter, checkpoint: exportEditedCheckpoint }[kind];
      await make(world.run, { model: world.model, out: whole });
    }
    const failures: string[] = [];
    for (let i = 0; i < MUTATIONS; i++) {
      const copy = join(folder, 'copy');
      await cp(whole, copy, { recursive: true });
      const names = filesIn(copy).filter((name) => !SAYS_NOTHING.test(name));
      const name = names[Math.floor(random() * names.length)]!;
      const what = harm(join(copy, name), random);
      const found = await verify(copy).then(
        ({ ok }) => (ok ? 'accepted' : 'found'),
        (error) => (AlphaEditError.isInstance(error) ? 'found' : `untyped: ${error}`),
      );
      if (found !== 'found') failures.push(`${kind}: ${name}, ${what}: ${found}`);
      await rm(copy, { recursive: true });
    }
    return { tries: MUTATIONS, failures };
  },
};

/** Does one harm to a file that changes it. */
function harm(path: string, random: () => number): string {
  const { size } = statSync(path);
  const at = Math.floor(random() * size);
  const way = random();
  if (way < 0.1) {
    writeFileSync(path, '');
    truncateSync(path, at);
    return `all ${at} bytes 0`;
  }
  if (way < 0.3) {
    truncateSync(path, at);
    return `cut to ${at} bytes`;
  }
  const bytes = readFileSync(path);
  const bit = 1 << Math.floor(random() * 8);
  bytes[at]! ^= bit;
  writeFileSync(path, bytes);
  return `byte ${at} ^ ${bit}`;
}
