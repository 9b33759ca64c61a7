// Edits many facts in one run and prints the resident memory of the process as it goes: it is to stay flat.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { collectStatistics, editFacts, openModel } from '@alphaedit/core/node';
import type { Progress } from '@alphaedit/spec';
import { tinyFacts, tinyText, writeTinyModel } from '@alphaedit/testing/write-tiny-model';
import { Command } from 'commander';

const program = new Command('many-facts')
  .description('resident memory over a run of many facts on a tiny model')
  .option('--facts <n>', 'in all', Number, 10_000)
  .option('--batch <n>', 'facts per batch', Number, 100)
  .option('--lines <n>', 'of the table', Number, 10)
  .parse();
const { facts, batch, lines } = program.opts<{ facts: number; batch: number; lines: number }>();

const folder = await mkdtemp(join(tmpdir(), 'alphaedit-many-'));
const at = (name: string) => join(folder, name);
try {
  await writeTinyModel(at('model'));
  await writeFile(at('facts.jsonl'), tinyFacts(facts));
  await writeFile(at('text.txt'), tinyText(40));
  const model = await openModel(at('model'), { engine: 'wasm' });
  await collectStatistics(model, { text: [at('text.txt')], layers: [0, 1], out: at('stats') });
  process.stdout.write('| stage | done | resident memory | seconds |\n| --- | ---: | ---: | ---: |\n');
  const started = performance.now();
  let shown = '';
  const onProgress = ({ stage, done, total = facts }: Progress) => {
    const place = `${stage} ${Math.floor((done * lines) / total)}`;
    if (place === shown) return;
    shown = place;
    const memory = `${(process.memoryUsage.rss() / 1e6).toFixed(0)} MB`;
    const seconds = ((performance.now() - started) / 1000).toFixed(0);
    process.stdout.write(`| ${stage} | ${done} of ${total} | ${memory} | ${seconds} |\n`);
  };
  await editFacts(model, {
    facts: at('facts.jsonl'),
    statistics: at('stats'),
    out: at('run'),
    layers: [0, 1],
    batchSize: batch,
    settings: { zSteps: 3 },
    maxPerplexityRatio: Number.POSITIVE_INFINITY,
    onProgress,
  });
  process.stdout.write(`\nLargest: ${((process.resourceUsage().maxRSS * 1024) / 1e6).toFixed(0)} MB.\n`);
} finally {
  await rm(folder, { recursive: true });
}
