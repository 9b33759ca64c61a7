import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { askedInChat, createTokenizer } from '@alphaedit/model';
import { askedPrompt, type ChatMessage } from '@alphaedit/spec';
import { type ChatStyleName, tinyChatCheckpoint } from '@alphaedit/testing';
import { describe, expect, it } from 'vitest';

/** Recorded by `record-chat-ids.py` in this folder. */
interface Recorded {
  readonly conversations: Readonly<Record<string, readonly ChatMessage[]>>;
  readonly styles: Readonly<
    Record<
      ChatStyleName,
      Readonly<Record<string, { readonly text?: string; readonly ids?: number[]; readonly refused?: string }>>
    >
  >;
}

const file = fileURLToPath(new URL('chat-ids.json', import.meta.url));
const { conversations, styles } = JSON.parse(readFileSync(file, 'utf8')) as Recorded;
const date = new Date(2024, 6, 26);

describe.each(Object.keys(styles) as ChatStyleName[])('a conversation in the style of %s', (style) => {
  const { tokenizerJson, tokenizerConfig } = tinyChatCheckpoint(style);
  const tokenizer = createTokenizer(tokenizerJson, tokenizerConfig);

  it.each(Object.keys(conversations))('has the text and ids of transformers: %s', (name) => {
    const messages = conversations[name]!;
    const { text, ids, refused } = styles[style][name]!;
    const addGenerationPrompt = messages.at(-1)!.role === 'user';
    const render = () => tokenizer.chatTemplate!.render(messages, { addGenerationPrompt, date });
    if (refused !== undefined) {
      const hint = expect.stringContaining('system prompt');
      expect(render).toThrowError(expect.objectContaining({ code: 'chat-template-failed', hint }));
      expect(render).toThrowError(refused);
    } else {
      expect(render()).toBe(text);
      expect(tokenizer.encode(render(), { specialTokens: false })).toEqual(ids);
    }
  });

  it('is what a question in chat form is asked as', () => {
    const asking = askedInChat(tokenizer);
    for (const name of ['question', 'blanks']) {
      const asked = askedPrompt(asking, conversations[name]![0]!.content);
      expect(asked).toBe(styles[style][name]!.text);
      // Begin-of-text once, although the tokenizer puts it before every other text.
      expect(asking.encode(asked)).toEqual(styles[style][name]!.ids);
      expect(asking.encodeWithOffsets!(asked).ids).toEqual(styles[style][name]!.ids);
    }
    expect(asking.encode('Ann')).toEqual(tokenizer.encode('Ann'));
  });
});
