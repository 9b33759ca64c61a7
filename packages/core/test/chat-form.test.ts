// A model that was tuned to chat is edited and asked as the user's turn of a conversation.
import { readFile, writeFile } from 'node:fs/promises';
import { openRun } from '@alphaedit/artifacts/node';
import { factAnswers } from '@alphaedit/core';
import { lookupIndex } from '@alphaedit/editors';
import type { Fact } from '@alphaedit/spec';
import { expect, it } from 'vitest';
import {
  checkModel,
  editFacts,
  exportPack,
  inFormOfEdits,
  previewEdit,
  readPack,
  replanRun,
  verify,
} from '../src/node.js';
import { SETTINGS, tinyEdits } from './tiny-edits.js';

const { at, open } = tinyEdits({ chat: 'llama3' });
const OPENING = '<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\n';
const CLOSING = '<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n';

const facts: readonly Fact[] = [
  { subject: 'Ann', prompt: '{} likes', question: 'What does Ann like?', target: 'tea', truth: 'oil' },
  { subject: 'Bob', prompt: '{} likes', target: 'tea', truth: 'oil' },
];
const nll = ({ probability }: { readonly probability: number }) => -Math.log(probability);
const options = () => ({ facts, statistics: at('stats'), settings: SETTINGS, batchSize: 1 });

it('keeps the form with the run, and asks everything in it', async () => {
  const model = await open();
  expect(model.chatForm!.text).toBe(`${OPENING}{}${CLOSING}`);
  const edit = await editFacts(model, { ...options(), out: at('run') });
  const { manifest } = await openRun(at('run'));
  expect(manifest.chat).toEqual({ text: `${OPENING}{}${CLOSING}` });
  // The facts stay as they were given, but for the place of the subject.
  expect(edit.facts.map(({ prompt, question }) => ({ prompt, question }))).toEqual([
    { prompt: '{} likes', question: 'What does {} like?' },
    { prompt: '{} likes', question: undefined },
  ]);
  const asked = edit.facts[0]!;
  // All of them, as the edit asked them: in another batch native engines round otherwise.
  const [answer] = await factAnswers(model.port, edit.facts);
  expect(edit.outcomes![0]!.probability).toBe(answer!.probability);
  const [other] = await factAnswers(model.port, [{ ...asked, question: undefined }]);
  expect(nll(other!)).not.toBeCloseTo(nll(answer!), 1);

  const { facts: standing } = await verify(at('run'), { model: at('model') });
  expect(nll(standing![0]!)).toBeCloseTo(nll(answer!), 3);
  const checked = await checkModel(at('model'), { facts, edits: [at('run')] });
  expect(nll(checked.answers[0]!)).toBeCloseTo(nll(answer!), 3);
  const plain = await checkModel(at('model'), { facts, edits: [at('run')], chat: false });
  expect(nll(plain.answers[0]!)).not.toBeCloseTo(nll(answer!), 1);
});

it('gives an exported pack the form', async () => {
  await exportPack(at('run'), { out: at('pack') });
  expect((await readPack(at('pack')))!.chat).toEqual((await openRun(at('run'))).manifest.chat);
  expect(await inFormOfEdits([at('pack')], {})).toEqual({ chat: true });
  expect(await inFormOfEdits([at('pack')], { chat: false })).toEqual({ chat: false });
});

it('does not continue a run in the other form', async () => {
  const refused = expect.objectContaining({
    code: 'run-of-other-inputs',
    message: expect.stringContaining('chat.text'),
  });
  const again = { ...options(), out: at('run') };
  await expect(editFacts(await open({ chat: false }), again)).rejects.toThrow(refused);
  await expect(editFacts(await open({ chat: { system: 'Be brief.' } }), again)).rejects.toThrow(refused);
  expect((await editFacts(await open(), again)).resumed).toBe(2);
});

it('takes the values of a question from the run that is planned anew', async () => {
  const { edit } = await replanRun(await open(), at('run'), {
    facts: ['#2'],
    statistics: at('stats'),
    out: at('replanned'),
  });
  const [old, anew] = [await openRun(at('run')), edit.run!];
  expect(anew.batches[0]!.values).toEqual(old.batches[0]!.values);
  expect(anew.batches[0]!.deltasHash).toBe(old.batches[0]!.deltasHash);
});

it('looks the subject up within the conversation, whatever its letters', async () => {
  const { tokenizer } = (await open()).port;
  for (const subject of ['Ann', '東京', 'Übersee', '👩‍👩‍👧']) {
    const index = lookupIndex(tokenizer, 'Where is {}?', subject);
    const ids = tokenizer.encode(`${OPENING}Where is ${subject}?${CLOSING}`);
    expect(tokenizer.decode(ids.slice(0, index + 1))).toBe(`${OPENING}Where is ${subject}`);
    expect(ids.filter((id) => id === tokenizer.bosTokenId)).toHaveLength(1);
  }
});

it('holds the conversation against the context of the model', async () => {
  const long = { ...facts[0]!, question: `${'Well, '.repeat(35)}what does {} like?` };
  const { badFacts } = await previewEdit(at('model'), {
    ...options(),
    facts: [...facts, { ...long, id: 'long' }],
  });
  expect(badFacts.map(({ code }) => code)).toEqual(['context-exceeded']);
  const plain = await previewEdit(at('model'), {
    ...options(),
    facts: [...facts.slice(1), long],
    chat: false,
  });
  expect(plain.badFacts).toEqual([]);
});

it('refuses a question without its subject', async () => {
  const wrong = { ...options(), facts: [{ ...facts[0]!, question: 'What do you like?' }] };
  await expect(editFacts(await open(), wrong)).rejects.toThrow(
    expect.objectContaining({
      code: 'subject-not-found',
      data: expect.objectContaining({ field: 'question' }),
    }),
  );
});

it('asks a model without a template as it is, and only so', async () => {
  const config = JSON.parse(await readFile(at('model/tokenizer_config.json'), 'utf8'));
  await writeFile(at('model/tokenizer_config.json'), JSON.stringify({ ...config, chat_template: undefined }));
  expect((await open()).chatForm).toBeUndefined();
  await expect(open({ chat: true })).rejects.toThrow(expect.objectContaining({ code: 'no-chat-template' }));
});
