import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TinyCheckpoint, tinyCheckpoint } from '@alphaedit/conformance';
import { writeSafetensors } from '@alphaedit/safetensors/node';
import { CHAT_STYLES, type ChatStyle, type ChatStyleName } from './chat-styles.js';

/** What a tiny model is to have beside its weights. */
export interface WriteTinyModelOptions {
  /** Makes it a chat model: a template, the tokens it writes, and a context of 256. */
  readonly chat?: ChatStyleName;
}

/** A checkpoint folder with random weights: two blocks, bytes for tokens, a context of 64. */
export async function writeTinyModel(directory: string, { chat }: WriteTinyModelOptions = {}): Promise<void> {
  const { config, tokenizerJson, tokenizerConfig, tensors } =
    chat === undefined ? tinyCheckpoint() : tinyChatCheckpoint(chat);
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, 'config.json'), JSON.stringify(config));
  await writeFile(join(directory, 'tokenizer.json'), JSON.stringify(tokenizerJson));
  await writeFile(join(directory, 'tokenizer_config.json'), JSON.stringify(tokenizerConfig));
  const list = [...tensors].map(([name, { shape, data }]) => ({ name, shape, data }));
  await writeSafetensors(join(directory, 'model.safetensors'), list);
}

/** A tiny checkpoint with a chat template; its tokenizer puts begin-of-text before every text where the style has one. */
export function tinyChatCheckpoint(style: ChatStyleName): TinyCheckpoint {
  const { template, specialTokens, bosToken, eosToken }: ChatStyle = CHAT_STYLES[style];
  const made = tinyCheckpoint({ specialTokens, contextLength: 256 });
  const named = { ...(bosToken !== undefined && { bos_token: bosToken }), eos_token: eosToken };
  const tokenizerConfig = { ...made.tokenizerConfig, ...named, chat_template: template };
  // The reference library wants all fields.
  const decoder = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true };
  const tokenizerJson = { ...made.tokenizerJson, decoder };
  if (bosToken === undefined) return { ...made, tokenizerConfig, tokenizerJson };
  const text = { Sequence: { id: 'A', type_id: 0 } };
  const post_processor = {
    type: 'TemplateProcessing',
    single: [{ SpecialToken: { id: bosToken, type_id: 0 } }, text],
    pair: [{ SpecialToken: { id: bosToken, type_id: 0 } }, text, { Sequence: { id: 'B', type_id: 1 } }],
    special_tokens: {
      [bosToken]: { id: bosToken, ids: [256 + specialTokens.indexOf(bosToken)], tokens: [bosToken] },
    },
  };
  return { ...made, tokenizerConfig, tokenizerJson: { ...tokenizerJson, post_processor } };
}

/** Facts short enough for it, one per line. */
export function tinyFacts(count: number): string {
  const fact = (i: number) => ({ subject: `Ann${i}`, prompt: '{} likes', target: 'tea', truth: 'oil' });
  return Array.from({ length: count }, (_, i) => `${JSON.stringify(fact(i))}\n`).join('');
}

/** Arbitrary lines of letters, the same each time. */
export function tinyText(lines: number): string {
  let state = 1;
  const letter = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return 'abcdefghijklmnopqrstuvwxyz     '[(state >>> 16) % 31]!;
  };
  return Array.from({ length: lines }, () => `${Array.from({ length: 50 }, letter).join('')}\n`).join('');
}
