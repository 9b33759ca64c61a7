// The other way round: what is documented of a command is what it prints, once everything is asked for.
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { temporaryFolder, tinyText, writeTinyModel } from '@alphaedit/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { fieldsNeverSeen } from './documented.js';
import { runJsonHere as runJson } from './run-here.js';

const at = temporaryFolder();
const [model, facts, stats, text, run] = [
  at('model'),
  at('facts.jsonl'),
  at('stats'),
  at('text.txt'),
  at('run'),
];
const demo = fileURLToPath(new URL('../../../models/demo', import.meta.url));
const wasm = ['--engine', 'wasm'];

const fact = (i: number) => ({
  id: String(i),
  subject: `Ann${i}`,
  prompt: '{} likes',
  target: 'tea',
  // Not all the same: an old answer is held against facts that have another one.
  truth: i % 2 === 0 ? 'oil' : 'gas',
  relation: 'P1',
  paraphrases: [`What Ann${i} likes is`],
  neighbors: [{ prompt: `Bob${i} likes`, answer: 'oil' }],
  implications: [{ prompt: `The cup of Ann${i} holds`, answer: 'tea', former: 'oil' }],
});

beforeAll(async () => {
  await writeTinyModel(model);
  await writeFile(facts, [0, 1, 2, 3].map((i) => `${JSON.stringify(fact(i))}\n`).join(''));
  await writeFile(text, tinyText(30));
  await runJson(['covariance', model, ...wasm, '--text', text, '--layers', '0', '--out', stats]);
  const edit = ['edit', model, ...wasm, '--facts', facts, '--stats', stats, '--layers', '0', '--batch', '2'];
  const quick = ['--set', 'zSteps=3', '--set', 'nullSpaceThreshold=0.5'];
  await runJson([...edit, ...quick, '--out', run]);
  await runJson([...edit, ...quick, '--out', run, '--dry-run']);
  await runJson([...edit, '--set', 'zSteps=3', '--editor', 'memit', '--out', at('other')]);
  // The editor and its settings are those of the run.
  const more = ['--fact', JSON.stringify({ ...fact(0), id: 'z', target: 'oil' }), '--stats', stats];
  const continued = await runJson(['edit', model, ...wasm, ...more, '--continue', at('other')]);
  expect(continued).toMatchObject({ editor: 'memit', facts: 5, resumed: 2 });
});

describe('every field that is documented is printed by', () => {
  it('covariance and edit', () => {
    expect(fieldsNeverSeen('covariance')).toEqual([]);
    // The overlap is measured only where there was work enough to pay for it.
    expect(fieldsNeverSeen('edit').filter((field) => !/\.subspaceOverlap$/.test(field))).toEqual([]);
  });

  it('doctor, but for what this machine lacks', async () => {
    await runJson(['doctor', ...wasm]);
    const lacking = /^0\.(gpu|blas|hints|engines\[\]\.(why|howToGet))/;
    expect(fieldsNeverSeen('doctor').filter((field) => !lacking.test(field))).toEqual([]);
  });

  it('inspect, predict and generate', async () => {
    await runJson(['inspect', model]);
    const special = ['0.bosTokenId', '0.eosTokenId']; // a tokenizer without such tokens
    expect(fieldsNeverSeen('inspect').filter((field) => !special.includes(field))).toEqual([]);
    const prompt = ['--prompt', 'Ann0 likes', '--edits', run, ...wasm];
    await runJson(['predict', model, ...prompt, '--target', 'tea']);
    expect(fieldsNeverSeen('predict')).toEqual([]);
    await runJson(['generate', model, ...prompt, '--tokens', '2']);
    expect(fieldsNeverSeen('generate')).toEqual([]);
  });

  it('spectrum, editors and data list', async () => {
    await runJson(['spectrum', stats, '--threshold', '1e-12']);
    expect(fieldsNeverSeen('spectrum')).toEqual([]);
    await runJson(['editors']);
    expect(fieldsNeverSeen('editors')).toEqual([]);
    await runJson(['data', 'list']);
    expect(fieldsNeverSeen('data-list')).toEqual([]);
  });

  it('export, list, undo and verify', async () => {
    const shipped = (format: string, ...more: string[]) =>
      runJson(['export', run, '--format', format, '--out', at(format), ...more]);
    await shipped('pack');
    await shipped('safetensors', '--model', model, '--measure', ...wasm);
    await shipped('lora', '--model', model);
    await shipped('gguf', '--model', model);
    await shipped('gguf-lora', '--model', model, '--check', ...wasm);
    // The tiny model is stored in float32, which loses no fact; and the run is whole.
    const elsewhere = /\.(measured|checked\.Q\w+)\.lost\[\]|\.partOf$/;
    expect(fieldsNeverSeen('export').filter((field) => !elsewhere.test(field))).toEqual([]);
    // What the model answers is known until the run changes.
    await runJson(['list', run]);
    await runJson(['undo', run, '--fact', '#2']);
    const anew = ['--replan', '--model', model, '--stats', stats, '--out', at('anew'), ...wasm];
    const replanned = await runJson(['undo', run, '--fact', '#1', ...anew]);
    expect(replanned).toMatchObject({ action: 'replan', facts: [{ number: 1 }, { number: 2 }], edited: 2 });
    await runJson(['list', run]);
    await runJson(['verify', run, '--model', model, ...wasm]);
    await runJson(['health', run, '--report', at('health.html')]);
    for (const command of ['list', 'undo', 'verify', 'health']) {
      // No fact here gives the question of another one another answer.
      const seldom = /\.(supersededBy|partOf|subspaceOverlap)$/;
      expect(fieldsNeverSeen(command).filter((field) => !seldom.test(field))).toEqual([]);
    }
  });

  it('pack diff and pack merge', async () => {
    await writeFile(
      at('more.jsonl'),
      [1, 2, 3, 4]
        .map((i) => `${JSON.stringify({ ...fact(i), target: i === 2 ? 'oil' : 'tea' })}\n`)
        .join(''),
    );
    const edit = ['edit', model, ...wasm, '--facts', at('more.jsonl'), '--stats', stats, '--layers', '0'];
    await runJson([...edit, '--set', 'zSteps=3', '--set', 'nullSpaceThreshold=0.5', '--out', at('more')]);
    const { facts: shown } = await runJson<{ facts: Record<string, unknown[]> }>([
      'pack',
      'diff',
      run,
      at('more'),
    ]);
    expect(Object.values(shown).map(({ length }) => length)).toEqual([1, 2, 1, 1]);
    const merge = ['pack', 'merge', run, at('more'), '--conflicts', 'replace', '--out', at('merged')];
    expect(await runJson(merge)).toMatchObject({ facts: 5, conflicts: [{ kept: 'second' }] });
    for (const command of ['pack-diff', 'pack-merge']) expect(fieldsNeverSeen(command)).toEqual([]);
    // Several edits on one model, in order; the facts measured are all of theirs.
    const stack = ['--edits', run, '--edits', at('more')];
    const { edits } = await runJson(['predict', model, '--prompt', 'Ann0 likes', ...stack, ...wasm]);
    expect(edits).toEqual([run, at('more')]);
    expect(await runJson(['eval', model, ...stack, ...wasm])).toMatchObject({ facts: 5, edits });
  });

  it('trace', async () => {
    const more = ['--samples', '2', '--severed', ...wasm];
    await runJson([
      'trace',
      model,
      '--prompt',
      'In Rome now',
      '--subject',
      'Rome',
      ...more,
      '--out',
      at('one'),
    ]);
    // Averages are over facts a model knows: the one that ships knows some.
    const known = ['trace', demo, '--facts', `${demo}/facts.jsonl`, '--limit', '2', ...more];
    await runJson([...known, '--out', at('average')]);
    await runJson([...known, '--corrupt', 'subjects']);
    expect(fieldsNeverSeen('trace')).toEqual([]);
  });

  it('eval', async () => {
    await writeFile(at('sst2.tsv'), 'sentence\tlabel\nfine\t1\ndull\t0\n');
    await writeFile(at('references.jsonl'), '{"relation":"P1","target":"tea","texts":["tea and oil"]}\n');
    const tasks = `facts,said,consistency,exposure,hidden-shift,perplexity=${text},capability:sst2=${at('sst2.tsv')}`;
    await runJson([
      ...['eval', model, '--edits', run, '--compare', at('other'), '--tasks', tasks, '--texts', '5', ...wasm],
      ...['--references', at('references.jsonl'), '--compat', 'official'],
      ...['--report', at('report.html'), '--records', at('records.json')],
    ]);
    await writeTinyModel(at('chat'), { chat: 'chatml' });
    const few = ['--facts', facts, '--limit', '1', ...wasm];
    await runJson(['edit', at('chat'), '--editor', 'ft', '--layers', '0', ...few, '--out', at('chat-run')]);
    await runJson(['eval', at('chat'), '--edits', at('chat-run'), '--ask', 'both', ...few]);
    expect(fieldsNeverSeen('eval')).toEqual([]);
  });
});
