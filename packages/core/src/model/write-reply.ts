import { generate, type TokenChoice } from '@alphaedit/model';
import {
  type ChatMessage,
  DatasetError,
  type ModelPort,
  TokenizerError,
  type TokenizerPort,
  type Work,
} from '@alphaedit/spec';
import { readable } from './readable.js';
import { WrittenText } from './written-text.js';

/** How a reply is written: the likeliest token each time, unless a `temperature` is given. */
export interface ReplyOptions extends Work, Omit<TokenChoice, 'topK'> {
  /** New tokens at most; by default as many as the context has room for. */
  readonly tokens?: number;
  /** Seed of the sampling; 0 by default. */
  readonly seed?: number;
  /** Texts that end it, themselves left out. */
  readonly stop?: readonly string[];
  /** Called with each piece of the text as soon as it is certain. */
  readonly onText?: (piece: string) => void;
}

/** What a model wrote. */
export interface Reply {
  readonly text: string;
  /** `stop`: the model ended it, or a stop text did; `length`: there was no room for more. */
  readonly finish: 'stop' | 'length';
  readonly tokens: { readonly read: number; readonly written: number };
}

/**
 * The tokens of a conversation, up to where the assistant's next turn begins.
 *
 * @throws {TokenizerError} `no-chat-template`, `chat-template-failed`
 */
export function conversationIds(tokenizer: TokenizerPort, messages: readonly ChatMessage[]): number[] {
  if (tokenizer.chatTemplate) {
    return tokenizer.encode(tokenizer.chatTemplate.render(messages), { specialTokens: false });
  }
  throw new TokenizerError({
    code: 'no-chat-template',
    message: 'The tokenizer of this model has no chat template.',
    hint: 'Let the model continue a plain text instead.',
  });
}

/**
 * What a model writes after some tokens, as it stands, told piece by piece. Keys and values of the tokens read are kept
 * from one new token to the next, not from one reply to the next.
 *
 * @example await writeReply(model, conversationIds(model.tokenizer, messages), { onText: (piece) => process.stdout.write(piece) })
 * @throws {DatasetError} `empty-prompt`, `prompt-too-long`, also where no token more fits
 */
export async function writeReply(
  model: ModelPort,
  ids: readonly number[],
  { tokens, temperature = 0, topP, seed, stop = [], onText, signal, onProgress }: ReplyOptions = {},
): Promise<Reply> {
  const { tokenizer, info } = model;
  readable(model, ids);
  const room = info.contextLength - ids.length;
  if (room === 0) throw full(info.contextLength);
  const decode = (written: readonly number[]) => tokenizer.decode(written, { skipSpecialTokens: true });
  const text = new WrittenText(decode, stop, onText);
  const [written = []] = await generate(model, [ids], {
    maxNewTokens: Math.min(tokens ?? room, room),
    ...{ topK: Number.POSITIVE_INFINITY, temperature, topP, seed, signal, onProgress },
    onToken: (_, id) => text.take(id),
  });
  text.finish();
  const { eosTokenId, endTokenIds = [eosTokenId] } = tokenizer;
  const last = written.at(-1);
  const ended = text.stopped || endTokenIds.some((id) => id === last);
  return {
    text: text.text,
    finish: ended ? 'stop' : 'length',
    tokens: { read: ids.length, written: written.length },
  };
}

const full = (contextLength: number) =>
  new DatasetError({
    code: 'prompt-too-long',
    message: `The prompt has ${contextLength} tokens, as many as the model reads: there is no room for a reply.`,
    hint: 'Shorten the prompt.',
    data: { tokens: contextLength, contextLength },
  });
