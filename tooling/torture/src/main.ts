// Does harm for some minutes and prints what came of it. Ends with 1 if anything failed.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { countsTable } from './counts-table.js';
import { SCENARIOS } from './scenarios.js';
import { torture } from './torture.js';

const program = new Command('torture')
  .description('kill, stop, race and damage what alphaedit writes, and count what came of it')
  .option('--minutes <n>', 'begin no round after so many', Number, 10)
  .option('--seed <n>', 'of the dice', Number, 1)
  .option('--only <ids>', 'scenarios, with commas between them')
  .parse();
const { minutes, seed, only } = program.opts<{ minutes: number; seed: number; only?: string }>();
const scenarios = SCENARIOS.filter(({ id }) => !only || only.split(',').includes(id));
const folder = await mkdtemp(join(tmpdir(), 'alphaedit-torture-'));
const end = performance.now() + 60_000 * minutes;
try {
  const counts = await torture(scenarios, {
    folder,
    seed,
    again: (rounds) => rounds === 0 || performance.now() < end,
    onRound: ({ id }, failures) => {
      process.stderr.write(failures.length > 0 ? `\n${id}: ${failures.join('; ')}\n` : '.');
    },
  });
  const rounds = Math.max(...counts.map((count) => count.rounds));
  process.stdout.write(`\n${countsTable(counts)}\n\n${rounds} rounds, seed ${seed}, ${minutes} minutes.\n`);
  process.exitCode = counts.some(({ failures }) => failures.length > 0) ? 1 : 0;
} finally {
  await rm(folder, { recursive: true, force: true });
}
