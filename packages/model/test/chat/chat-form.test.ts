import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { askedInChat, createTokenizer, isTunedForChat } from '@alphaedit/model';
import { openCheckpoint } from '@alphaedit/model/node';
import { askedPrompt, continuationIds } from '@alphaedit/spec';
import { CHAT_STYLES, type ChatStyleName, tinyChatCheckpoint, writeTinyModel } from '@alphaedit/testing';
import { describe, expect, it } from 'vitest';

const STYLES = Object.keys(CHAT_STYLES) as ChatStyleName[];

function tokenizerOf(style: ChatStyleName, config: object = {}) {
  const { tokenizerJson, tokenizerConfig } = tinyChatCheckpoint(style);
  return createTokenizer(tokenizerJson, { ...tokenizerConfig, ...config });
}

describe.each(STYLES)('the chat form of %s', (style) => {
  const tokenizer = askedInChat(tokenizerOf(style));

  it('reads an answer as the template writes it', () => {
    const messages = [
      { role: 'user', content: 'Who?' },
      { role: 'assistant', content: 'Ann' },
    ] as const;
    const text = tokenizer.chatTemplate!.render(messages, { addGenerationPrompt: false });
    const { prompt, target } = continuationIds(tokenizer, 'Who?', ' Ann');
    const whole = tokenizer.encode(text, { specialTokens: false });
    expect([...prompt, ...target]).toEqual(whole.slice(0, prompt.length + target.length));
    expect(tokenizer.decode(target).trim()).toBe('Ann');
  });

  it('ends a text where the assistant ends its turn', () => {
    const [end] = tokenizer.encode(CHAT_STYLES[style].eosToken, { specialTokens: false });
    expect(tokenizer.endTokenIds).toEqual([end]);
  });
});

it('is a model’s own choice where its texts end as its turns do', () => {
  expect(STYLES.map((style) => isTunedForChat(tokenizerOf(style)))).toEqual([true, true, true, true]);
  // As a base model has it: the template came with the tokenizer.
  expect(isTunedForChat(tokenizerOf('chatml', { eos_token: undefined }))).toBe(false);
  expect(isTunedForChat(tokenizerOf('chatml', { chat_template: undefined }))).toBe(false);
  expect(askedInChat(tokenizerOf('chatml'), false).chatForm).toBeUndefined();
  expect(askedInChat(tokenizerOf('chatml', { eos_token: undefined }), true).chatForm).toBeDefined();
});

it('writes a system prompt where the template has one', () => {
  const { chatForm } = askedInChat(tokenizerOf('chatml'), { system: 'Be {} brief.' });
  expect(chatForm).toMatchObject({ system: 'Be {} brief.' });
  const tokenizer = askedInChat(tokenizerOf('chatml'), { system: 'Be {} brief.' });
  expect(askedPrompt(tokenizer, 'Who?')).toBe(
    '<|im_start|>system\nBe {} brief.<|im_end|>\n<|im_start|>user\nWho?<|im_end|>\n<|im_start|>assistant\n',
  );
  expect(() => askedInChat(tokenizerOf('mistral'), { system: 'Be brief.' })).toThrowError(
    expect.objectContaining({
      code: 'chat-template-failed',
      message: expect.stringContaining('Only user and assistant roles are supported!'),
    }),
  );
});

it('closes a block for thinking aloud that the template opens', () => {
  const chat_template =
    "{{ 'User: ' + messages[0].content }}{% if add_generation_prompt %}{{ '\n<think>\n' }}{% endif %}";
  const { chatForm } = askedInChat(tokenizerOf('chatml', { chat_template }), true);
  expect(chatForm!.text).toBe('User: {}\n<think>\n\n</think>\n\n');
});

it('says where an answer follows without a blank', () => {
  const chat_template =
    "{% for m in messages %}{{ '[INST]' + m.content + '[/INST]' if m.role == 'user' else m.content + eos_token }}{% endfor %}";
  const tokenizer = askedInChat(tokenizerOf('mistral', { chat_template }), true);
  expect(tokenizer.chatForm!.joined).toBe(true);
  const { target } = continuationIds(tokenizer, 'Who?', ' Ann');
  expect(tokenizer.decode(target)).toBe('Ann');
});

it('refuses what is no chat template', () => {
  const failed = expect.objectContaining({ code: 'chat-template-failed' });
  const form = (chat_template: unknown) => () => askedInChat(tokenizerOf('chatml', { chat_template }), true);
  expect(form('{% for %}')).toThrowError(failed);
  expect(form('{{ messages[0].content | upper }}')).toThrowError(failed);
  expect(form('{{ messages[0].content + messages[0].content }}')).toThrowError(failed);
  const none = expect.objectContaining({ code: 'no-chat-template' });
  for (const nothing of [undefined, null, '', 3, [{ name: 'rag' }], { a: 'x', b: 'y' }]) {
    expect(form(nothing)).toThrowError(none);
  }
});

it('is found by name among several, and in a file of its own', async () => {
  const { template } = CHAT_STYLES.chatml;
  const named = [
    { name: 'rag', template: 'rag' },
    { name: 'default', template },
  ];
  expect(tokenizerOf('chatml', { chat_template: named }).chatTemplate!.source).toBe(template);
  const folder = mkdtempSync(join(tmpdir(), 'alphaedit-chat-'));
  try {
    await writeTinyModel(folder, { chat: 'mistral' });
    const sourceOf = async () => {
      const checkpoint = await openCheckpoint(folder);
      const { chatTemplate, endTokenIds } = await checkpoint.tokenizer();
      await checkpoint.close();
      return { source: chatTemplate!.source, endTokenIds };
    };
    expect((await sourceOf()).source).toBe(CHAT_STYLES.mistral.template);
    writeFileSync(join(folder, 'chat_template.json'), JSON.stringify({ chat_template: 'json' }));
    expect((await sourceOf()).source).toBe('json');
    writeFileSync(join(folder, 'chat_template.jinja'), 'jinja');
    writeFileSync(join(folder, 'generation_config.json'), JSON.stringify({ eos_token_id: [3, 4] }));
    expect(await sourceOf()).toEqual({ source: 'jinja', endTokenIds: [257, 3, 4] });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
