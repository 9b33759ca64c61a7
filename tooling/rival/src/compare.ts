import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { settingsFor } from '@alphaedit/editors';
import { startEngine } from '@alphaedit/engine/node';
import { readFactsFile } from '@alphaedit/eval/node';
import { contextTemplates } from '@alphaedit/model';
import { loadModel } from '@alphaedit/model/node';
import { InvalidArgumentError, program } from 'commander';
import { type Distances, distances } from './distances.js';
import type { Outcome, Request } from './request.js';
import { comparisonTable } from './table.js';

const run = promisify(execFile);
const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));
/** Paths are read from where the command was typed, which is not where the package manager starts this. */
const path = (text: string) => resolve(process.env.INIT_CWD ?? '.', text);
const count = (text: string) => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('a number from 1 on is needed');
  return value;
};

program
  .name('compare')
  .description('one batch of AlphaEdit by the published procedure in PyTorch and by these packages, by turns')
  .argument('<model>', 'checkpoint folder')
  .requiredOption('--facts <file>', 'facts to edit', path)
  .requiredOption('--text <file>', 'corpus, a document per line', path)
  .option('--limit <n>', 'facts', count, 10)
  .option('--documents <n>', 'documents of the corpus', count, 64)
  .option('--context <n>', 'tokens a document is cut to', count, 128)
  .option(
    '--settings <file>',
    'settings; the published ones, or the rule for other sizes, unless given',
    path,
  )
  .option(
    '--templates-from <model>',
    'checkpoint the contexts are sampled from; the edited one unless given',
    path,
  )
  .option('--double', 'give the published side float64 for moments, P and solve', false)
  .option('--repeats <n>', 'turns of each side', count, 1)
  .option('--engine <id>', 'engine of ours; the best of the machine unless given')
  .option('--python <path>', 'Python with requirements.txt installed', 'python3')
  .option('--out <file>', 'where the figures go, as JSON', path)
  .parse();
const options = program.opts();
const directory = path(program.args[0]!);

const request = await prepare();
const scratch = await mkdtemp(join(tmpdir(), 'alphaedit-rival-'));
try {
  const requestPath = join(scratch, 'request.json');
  await writeFile(requestPath, JSON.stringify(request));
  const rounds: { ours: Outcome; published: Outcome; distances: Distances }[] = [];
  for (let round = 1; round <= options.repeats; round++) {
    process.stderr.write(`round ${round} of ${options.repeats}: ours …\n`);
    const ours = await turn('ours', process.execPath, [
      ...['--import', 'tsx', '--conditions=alphaedit-source', here('ours.ts')],
    ]);
    process.stderr.write(`round ${round} of ${options.repeats}: published …\n`);
    const published = await turn('published', options.python, [here('../published.py')]);
    const apart = await distances(ours.tensors, published.tensors, request.settings.layers);
    rounds.push({ ours: ours.outcome, published: published.outcome, distances: apart });
  }
  process.stdout.write(`${comparisonTable(rounds)}\n`);
  if (options.out) {
    const { documents, ...rest } = request;
    const machine = { cores: availableParallelism(), processor: cpus()[0]?.model };
    const result = { ...rest, model: basename(directory), documents: documents.length, machine, rounds };
    await writeFile(options.out, `${JSON.stringify(result, null, 1)}\n`);
  }

  async function turn(name: string, command: string, args: readonly string[]) {
    const [resultPath, tensors] = [join(scratch, `${name}.json`), join(scratch, `${name}.safetensors`)];
    await run(command, [...args, requestPath, resultPath, tensors], { maxBuffer: 2 ** 26 });
    return { outcome: JSON.parse(await readFile(resultPath, 'utf8')) as Outcome, tensors };
  }
} finally {
  await rm(scratch, { recursive: true });
}

/** Facts, contexts and settings; nothing of the model stays in memory. */
async function prepare(): Promise<Request> {
  const { facts } = await readFactsFile(options.facts, { limit: options.limit, onBadRecord: 'skip' });
  const text = await readFile(options.text, 'utf8');
  const documents = text
    .split('\n')
    .filter((line) => line.trim())
    .slice(0, options.documents);
  await startEngine({ engine: options.engine });
  const model = await loadModel(directory, { weights: 'disk' });
  const speaker = options.templatesFrom ? await loadModel(options.templatesFrom) : model;
  const templates = await contextTemplates(speaker, { seed: 0 });
  const settings = options.settings
    ? JSON.parse(await readFile(options.settings, 'utf8'))
    : settingsFor(model.info);
  model.dispose();
  if (speaker !== model) speaker.dispose();
  return {
    model: directory,
    facts: facts.map(({ subject, prompt, target }) => ({ subject, prompt, target })),
    templates,
    settings,
    documents,
    contextLength: options.context,
    threads: availableParallelism(),
    double: options.double,
    engine: options.engine,
  };
}
