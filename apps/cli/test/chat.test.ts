import { writeFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { temporaryFolder, tinyFacts, writeTinyModel } from '@alphaedit/testing';
import OpenAI from 'openai';
import { beforeAll, expect, it, vi } from 'vitest';
import { buildProgram } from '../src/build-program.js';
import { fieldsNeverSeen } from './documented.js';
import { failureHere, runJsonHere } from './run-here.js';

const at = temporaryFolder();
const wasm = ['--engine', 'wasm'];
const [model, run] = [at('model'), at('run')];

beforeAll(async () => {
  await writeTinyModel(model, { chat: 'chatml' });
  await writeFile(at('facts.jsonl'), tinyFacts(1));
  const facts = ['--facts', at('facts.jsonl'), '--layers', '0', ...wasm];
  await runJsonHere(['edit', model, '--editor', 'ft', '--out', run, '--set', 'learningRate=0.01', ...facts]);
});

/** Runs something with these lines on standard input. */
async function reading<T>(lines: readonly string[], work: () => Promise<T>): Promise<T> {
  const stdin = vi.spyOn(process, 'stdin', 'get');
  stdin.mockReturnValue(Readable.from([lines.join('\n')]) as typeof process.stdin);
  try {
    return await work();
  } finally {
    stdin.mockRestore();
  }
}

interface Chat {
  readonly chat: boolean;
  readonly turns: readonly {
    readonly question: string;
    readonly before?: { readonly text: string };
    readonly answer: { readonly text: string };
  }[];
}

const ask = (lines: readonly string[], ...options: string[]) =>
  reading(lines, () => runJsonHere<Chat>(['chat', model, '--tokens', '6', ...wasm, ...options]));

it('answers before and after the edits, and knows what was said', async () => {
  const lines = ['Who is Ann?', '', 'And Bob?', '/new', 'Who is Ann?', 'And Bob?'];
  const { chat, turns } = await ask(lines, '--edits', run, '--compare');
  expect(chat).toBe(true);
  expect(turns.map(({ question }) => question)).toEqual([
    'Who is Ann?',
    'And Bob?',
    'Who is Ann?',
    'And Bob?',
  ]);
  expect(turns.slice(0, 2)).toEqual(turns.slice(2));
  expect(turns[0]!.before!.text).not.toBe(turns[0]!.answer.text);
  const [alone] = (await ask(['And Bob?'])).turns;
  expect(turns[1]!.before!.text).not.toBe(alone!.answer.text);
  expect((await ask(['Who is Ann?'])).turns[0]!.answer).toEqual(turns[0]!.before);
  expect((await ask(['Who is Ann?'], '--edits', run)).turns[0]!.answer).toEqual(turns[0]!.answer);
  expect(fieldsNeverSeen('chat')).toEqual([]);
});

it('continues each line by itself in plain form', async () => {
  const { chat, turns } = await ask(['Ann likes', 'Ann likes'], '--no-chat');
  expect(chat).toBe(false);
  expect(turns[0]).toEqual(turns[1]);
  const { text } = await runJsonHere<{ text: string }>([
    ...['generate', model, '--no-chat', '--prompt', 'Ann likes', '--tokens', '6', ...wasm],
  ]);
  expect(turns[0]!.answer.text).toBe(text);
});

it('goes on when the conversation is longer than the context', async () => {
  const lines = Array.from({ length: 12 }, (_, i) => `Who is number ${i}?`);
  expect((await ask(lines)).turns).toHaveLength(lines.length);
});

it('writes answers to stdout and nothing else', async () => {
  const expected = (await ask(['Who is Ann?'])).turns[0]!.answer.text;
  let printed = '';
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  const args = ['chat', model, '--tokens', '6', '--quiet', ...wasm];
  await reading(['Who is Ann?'], () => buildProgram().parseAsync(['node', 'alphaedit', ...args]));
  write.mockRestore();
  // Characters that a terminal would obey are shown.
  expect(printed.replace(/\\u[0-9a-f]{4}/g, '')).toBe(`${expected.replace(/[^\P{Cc}\n\t]/gu, '')}\n`);
});

it('refuses to compare without edits, and a system prompt in plain form', async () => {
  expect(await failureHere(['chat', model, '--compare'])).toMatchObject({ code: 'options-conflict' });
  expect(await failureHere(['chat', model, '--no-chat', '--system', 'x'])).toMatchObject({
    code: 'options-conflict',
  });
});

it('serves the edited model until it is interrupted', async () => {
  const expected = (await ask(['Who is Ann?'], '--edits', run)).turns[0]!.answer.text;
  const written: string[] = [];
  const stderr = vi
    .spyOn(process.stderr, 'write')
    .mockImplementation((text) => written.push(String(text)) > 0);
  const served = runJsonHere(['serve', model, '--edits', run, '--port', '0', ...wasm]);
  const url = () => /http:\/\/127\.0\.0\.1:\d+\/v1/.exec(written.join(''))?.[0];
  await vi.waitFor(() => expect(url()).toBeDefined(), 20_000);
  const client = new OpenAI({ baseURL: url(), apiKey: 'none', maxRetries: 0 });
  const messages = [{ role: 'user', content: 'Who is Ann?' }] as const;
  const { choices } = await client.chat.completions.create({
    model: 'model',
    messages: [...messages],
    max_tokens: 6,
  });
  expect(choices[0]!.message.content).toBe(expected);
  process.emit('SIGINT');
  expect(await served).toMatchObject({ model, edits: [run], engine: 'wasm', url: url() });
  stderr.mockRestore();
  expect(fieldsNeverSeen('serve')).toEqual([]);
});
