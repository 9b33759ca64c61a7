import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { alphaedit, type Ended, isTyped, start } from '../command.js';
import { broken, type Scenario } from '../scenario.js';
import { contentOf } from '../world.js';

const isLocked = ({ stderr }: Ended) => /output-locked/.test(stderr);

export const sameEdits: Scenario = {
  id: 'two-same-edits',
  title: 'the same edit twice at once: one does it, the other says who does, and the run is whole',
  async round(world, folder, random) {
    const out = join(folder, 'run');
    const first = start(...world.edit(out));
    await delay(1000 * world.seconds * random());
    const both = await Promise.all([first.ended, alphaedit(...world.edit(out))]);
    const again = await alphaedit(...world.edit(out));
    const failures = broken({
      'one of both does it': both.some(({ code }) => code === 0),
      'the other does it too, or is told': both.every((one) => one.code === 0 || isLocked(one)),
      'the run is the one that was asked for': again.code === 0 && contentOf(out) === contentOf(world.run),
    });
    return { tries: 1, failures };
  },
};

export const otherEdits: Scenario = {
  id: 'two-other-edits',
  title: 'edits of other facts into one folder at once: the run is of one of them, whole',
  async round(world, folder, random) {
    const out = join(folder, 'run');
    const first = start(...world.edit(out));
    await delay(300 * random());
    const both = await Promise.all([first.ended, alphaedit(...world.editOther(out))]);
    const found = contentOf(out);
    const failures = broken({
      'one of both does it': both.filter(({ code }) => code === 0).length === 1,
      'the other is told why': both.every((one) => one.code === 0 || isTyped(one)),
      'the run is not mixed': [world.run, world.other].map(contentOf).includes(found),
    });
    return { tries: 1, failures };
  },
};

export const stoppedEdit: Scenario = {
  id: 'stopped-edit',
  title: 'an edit is stopped (SIGSTOP) while another one comes, and goes on: the first one has the folder',
  async round(world, folder, random) {
    const out = join(folder, 'run');
    const first = start(...world.edit(out));
    await delay(1000 * world.seconds * (0.2 + 0.7 * random()));
    first.signal('SIGSTOP');
    const second = await alphaedit(...world.edit(out));
    first.signal('SIGCONT');
    const one = await first.ended;
    const again = await alphaedit(...world.edit(out));
    const failures = broken({
      'the second one is told, or came first or last': second.code === 0 || isLocked(second),
      'the first one ends well, or is told': one.code === 0 || isLocked(one),
      'the run is whole': again.code === 0 && contentOf(out) === contentOf(world.run),
    });
    return { tries: 1, failures };
  },
};

export const threeUndos: Scenario = {
  id: 'three-undos',
  title: 'three undos at once: each one that says that it is done is in the ledger',
  async round(world, folder) {
    const run = join(folder, 'run');
    await cp(world.run, run, { recursive: true });
    const all = await Promise.all(['#1', '#2', '#3'].map((fact) => alphaedit('undo', run, '--fact', fact)));
    const { stdout } = await alphaedit('list', run, '--json');
    const failures = broken({
      'no undo is lost': JSON.parse(stdout).undone === all.filter(({ code }) => code === 0).length,
      'all are done': all.every(({ code }) => code === 0),
    });
    return { tries: 3, failures };
  },
};

export const twoCollections: Scenario = {
  id: 'two-collections',
  title: 'two collections into one folder at once, of other texts or other layers: both are there',
  async round(world, folder, random) {
    const out = join(folder, 'stats');
    const others = random() < 0.5;
    const commands = others
      ? [world.covariance(out, 'text'), world.covariance(out, 'other')]
      : [world.covariance(out, 'text', '0'), world.covariance(out, 'text', '1')];
    const both = await Promise.all(commands.map((args) => alphaedit(...args)));
    const again = await Promise.all(commands.map((args) => alphaedit(...args, '--json')));
    const found = again.map(({ code, stdout }) => {
      if (code !== 0) return false;
      return (JSON.parse(stdout).layers as { found: boolean }[]).every((layer) => layer.found);
    });
    const failures = broken({
      'both say that they are done': both.every(({ code }) => code === 0),
      'both are there': found.every(Boolean),
      'the folder is sound': (await alphaedit('verify', out)).code === 0,
    });
    return { tries: 1, failures };
  },
};
