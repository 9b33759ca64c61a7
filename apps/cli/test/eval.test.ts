import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { temporaryFolder, tinyText, writeTinyModel } from '@alphaedit/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { failureHere, runJsonHere as runJson } from './run-here.js';

const at = temporaryFolder();
const [model, facts, stats, text] = [at('model'), at('facts.jsonl'), at('stats'), at('text.txt')];
const fact = (i: number) => ({
  id: String(i),
  subject: `Ann${i}`,
  prompt: '{} likes',
  target: 'tea',
  // Not all the same: an old answer is held against facts that have another one.
  truth: i % 2 === 0 ? 'oil' : 'gas',
  relation: 'P1',
  neighbors: [{ prompt: `Bob${i} likes` }],
});
const engine = ['--engine', 'wasm'];

beforeAll(async () => {
  await writeTinyModel(model);
  await writeFile(facts, [0, 1, 2, 3].map((i) => `${JSON.stringify(fact(i))}\n`).join(''));
  await writeFile(text, tinyText(30));
  await writeFile(at('sst2.tsv'), 'sentence\tlabel\nfine\t1\ndull\t0\n');
  await writeFile(at('rte.jsonl'), '{"sentence1":"P.","sentence2":"H.","label":0}\n');
  await writeFile(at('references.jsonl'), '{"relation":"P1","target":"tea","texts":["tea and oil"]}\n');
  await runJson(['covariance', model, ...engine, '--text', text, '--layers', '0', '--out', stats]);
  for (const [run, editor] of [
    ['first', 'alphaedit'],
    ['second', 'memit'],
  ] as const) {
    const edit = ['edit', model, ...engine, '--facts', facts, '--stats', stats, '--out', at(run)];
    const more = ['--editor', editor, '--layers', '0', '--batch', '2', '--set', 'zSteps=3'];
    await runJson([...edit, ...more, '--set', 'nullSpaceThreshold=0.5']);
  }
});

const evaluate = (...more: string[]) => ['eval', model, ...engine, ...more];

describe('eval', () => {
  it('measures everything asked for, before and after, on the facts of the run', async () => {
    const tasks = [
      'facts,consistency,exposure=3,hidden-shift',
      `perplexity=${text}`,
      `capability:sst2=${at('sst2.tsv')},capability:rte=${at('rte.jsonl')}`,
    ].flatMap((list) => ['--tasks', list]);
    const files = ['--report', at('out', 'report.html'), '--records', at('out', 'records.json')];
    const document = await runJson<Document>([
      ...evaluate('--edits', at('first'), ...tasks, '--references', at('references.jsonl')),
      ...['--texts', '5', '--compat', 'official', ...files],
    ]);
    expect(document).toMatchObject({ facts: 4, compat: 'official', edits: [at('first')] });
    expect(Object.keys(document.quirks)).toEqual([
      'rte-labels',
      'targets-alone',
      'retokenised-targets',
      'treebank-words',
    ]);
    const figure = { mean: expect.any(Number), ci95: [expect.any(Number), expect.any(Number)] };
    for (const state of [document.before, document.after]) {
      expect(state).toMatchObject({
        efficacy: { form: 'preference', ...figure, n: 4 },
        specificity: { form: 'preference', ...figure, n: 4 },
        fluency: { ...figure, n: 4 },
        consistency: { ...figure, n: 4 },
        perplexity: { perplexity: expect.any(Number), tokens: expect.any(Number) },
        exposure: { budget: 3, said: { ...figure, n: 4 }, recovered: figure, strangers: { said: figure } },
        capability: { sst2: { f1: figure, accuracy: { n: 2 } }, rte: { accuracy: { n: 1 } } },
      });
    }
    expect(document.retention.groups.map(({ age }) => age)).toEqual([
      [0, 0],
      [2, 2],
    ]);
    expect(document.hiddenShift).toMatchObject({ prompts: 4, relativeFrechet: expect.any(Number) });
    const records = JSON.parse(readFileSync(at('out', 'records.json'), 'utf8'));
    expect(records.after.facts).toHaveLength(4);
    expect(records.after.exposure[3]).toMatchObject({
      subject: 'Ann3',
      truth: 'gas',
      rank: expect.any(Number),
    });
    expect(records.before.texts[0].texts[0]).toContain('Ann0 likes');
    const page = readFileSync(at('out', 'report.html'), 'utf8');
    for (const part of [
      'By age of the edit',
      'Hidden states of known prompts',
      'rte-labels',
      'consistency',
      'old answer among the 3 likeliest',
    ]) {
      expect(page).toContain(part);
    }
    expect(page).not.toMatch(/https?:\/\/(?!www\.w3\.org)/);
  });

  it('compares two runs in pairs', async () => {
    const document = await runJson<Document>(
      evaluate('--edits', at('first'), '--compare', at('second'), '--report', at('pairs.html')),
    );
    expect(document.contrast.preference.efficacy).toMatchObject({
      first: { n: 4 },
      second: { n: 4 },
      difference: { estimate: expect.any(Number), p: expect.any(Number) },
      mcnemar: { p: expect.any(Number) },
    });
    expect(document.second).toMatchObject({ run: at('second'), editor: 'memit' });
    // The second run starts from the checkpoint as it is, not from the first run.
    const alone = await runJson<Document>(evaluate('--edits', at('second')));
    expect(document.second.efficacy).toEqual(alone.after.efficacy);
    expect(readFileSync(at('pairs.html'), 'utf8')).toContain('The two runs in pairs');
  });

  it('measures an edit pack as the run it was made of, on the facts it carries', async () => {
    const exportPack = ['export', at('first'), '--format', 'pack'];
    await runJson([...exportPack, '--with-facts', '--out', at('shipped')]);
    // By default no fact leaves the house.
    await runJson([...exportPack, '--out', at('bare')]);
    expect(await failureHere(evaluate('--edits', at('bare')))).toMatchObject({ code: 'facts-missing' });
    const pack = at('shipped', 'edit-pack.safetensors');
    const tasks = ['--tasks', 'facts,hidden-shift'];
    const { edits, engine: _, ...packed } = await runJson<Document>(evaluate('--edits', pack, ...tasks));
    const run = await runJson<Document>(evaluate('--edits', at('first'), ...tasks));
    expect(edits).toEqual([pack]);
    expect(packed.after).toEqual(run.after);
    expect(packed.before).toEqual(run.before);
    expect(packed.hiddenShift).toEqual(run.hiddenShift);
    // Which edit came first is not in a pack.
    expect(packed.retention).toBeUndefined();
    expect(await runJson(evaluate('--edits', pack, '--limit', '1', '--offset', '1'))).toMatchObject({
      facts: 1,
    });
    expect(await failureHere(evaluate('--edits', pack, '--offset', '9'))).toMatchObject({
      code: 'facts-missing',
    });
    expect(await failureHere(evaluate('--edits', at('model', 'model.safetensors')))).toMatchObject({
      code: 'not-an-edit-pack',
    });
  });

  it.each([
    ['facts-missing', []],
    ['unknown-task', ['--tasks', 'facts,']],
    ['unknown-task', ['--tasks', 'capability:luck=f']],
    ['task-needs-file', ['--tasks', 'perplexity']],
    ['task-needs-file', ['--tasks', 'capability:sst2']],
    ['setting-out-of-range', ['--tasks', 'exposure=few']],
    ['setting-out-of-range', ['--tasks', 'exposure=']],
    ['references-missing', ['--facts', facts, '--tasks', 'consistency']],
    ['unknown-compat', ['--facts', facts, '--compat', 'old']],
    ['edits-missing', ['--facts', facts, '--tasks', 'hidden-shift']],
    ['edits-missing', ['--facts', facts, '--compare', at('second')]],
    ['file-missing', ['--facts', facts, '--tasks', `capability:sst2=${at('nothing')}`]],
    ['output-unwritable', ['--facts', facts, '--report', at('facts.jsonl', 'r.html')]],
  ])('%s: %j', async (code, args) => {
    expect(await failureHere(evaluate(...args))).toMatchObject({ code, exitCode: 2 });
    expect(existsSync(at('facts.jsonl', 'r.html'))).toBe(false);
  });
});

type Measured = Record<string, unknown>;
interface Document extends Measured {
  readonly quirks: object;
  readonly before: Measured;
  readonly after: Measured;
  readonly second: Measured;
  readonly retention: { readonly groups: readonly { readonly age: unknown }[] };
  readonly hiddenShift: object;
  readonly contrast: { readonly preference: Measured };
}
