import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { alphaedit, killAfter } from '../command.js';
import { broken, type Scenario } from '../scenario.js';
import { contentOf } from '../world.js';

/** Kills in one round at most; then the command may end. */
const KILLS = 8;

export const killedEdit: Scenario = {
  id: 'killed-edit',
  title: 'an edit is killed again and again: the run ends with the same bytes, and nothing is left over',
  async round(world, folder, random) {
    const out = join(folder, 'run');
    let tries = 0;
    for (; tries < KILLS; tries++) {
      const { code } = await killAfter(world.seconds * (0.1 + 0.8 * random()), ...world.edit(out));
      if (code === 0) break;
    }
    const last = await alphaedit(...world.edit(out));
    const failures = broken({
      [`the command goes on (${last.stderr.trim().split('\n').at(-1)})`]: last.code === 0,
      'the run has the same bytes': last.code !== 0 || contentOf(out) === contentOf(world.run),
    });
    return { tries: Math.max(tries, 1), failures };
  },
};

export const killedUndo: Scenario = {
  id: 'killed-undo',
  title: 'an undo is killed: it was done or not, and the next one goes on',
  async round(world, folder, random) {
    const run = join(folder, 'run');
    await cp(world.run, run, { recursive: true });
    const { code } = await killAfter(0.1 + 0.6 * random(), 'undo', run, '--fact', '#3');
    const next = await alphaedit('undo', run, '--fact', '#3');
    const listed = await alphaedit('list', run, '--json');
    const failures = broken({
      'the next undo says that it is done': next.code === 0 || /already-undone/.test(next.stderr),
      'an undo that was told stays': code !== 0 || /already-undone/.test(next.stderr),
      'the run is read': listed.code === 0 && JSON.parse(listed.stdout).undone === 1,
    });
    return { tries: 1, failures };
  },
};

export const killedExport: Scenario = {
  id: 'killed-export',
  title: 'an export is killed: what is there is whole, and the next one puts away what was left',
  async round(world, folder, random) {
    const formats = ['safetensors', 'lora', 'pack'];
    const format = formats[Math.floor(random() * formats.length)]!;
    const out = join(folder, 'out');
    const command = ['export', world.run, '--format', format, '--model', world.model, '--out', out];
    const args = format === 'pack' ? command.filter((_, i) => i !== 4 && i !== 5) : command;
    await killAfter(0.1 + random(), ...args);
    const next = await alphaedit(...args);
    const whole = next.code === 0 || /output-not-empty/.test(next.stderr);
    const verified = await alphaedit('verify', out);
    const failures = broken({
      [`the next ${format} export ends well (${next.stderr.trim().split('\n').at(-1)})`]: whole,
      [`the ${format} export is whole`]: verified.code === 0,
    });
    return { tries: 1, failures };
  },
};

export const killedCovariance: Scenario = {
  id: 'killed-covariance',
  title: 'a collection of statistics is killed: it ends with the same bytes, and nothing is left over',
  async round(world, folder, random) {
    const out = join(folder, 'stats');
    await killAfter(0.2 + world.seconds * random(), ...world.covariance(out, 'text'));
    const next = await alphaedit(...world.covariance(out, 'text'));
    const failures = broken({
      'the command goes on': next.code === 0,
      'the statistics have the same bytes': contentOf(out) === contentOf(world.stats),
    });
    return { tries: 1, failures };
  },
};
