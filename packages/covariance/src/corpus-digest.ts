import { eventLoopTurn, type TokenizerPort, throwIfAborted } from '@alphaedit/spec';
import { documentWindows } from './document-windows.js';
import type { MomentOrigin } from './second-moments.js';

/** What a text is, as far as second moments depend on it. */
export type CorpusDigest = Pick<MomentOrigin, 'textDigest' | 'tokenDigest' | 'documents' | 'tokens'>;

/** Tokens held at a time: the digest does not depend on it. */
const WINDOW_TOKENS = 2 ** 16;

/**
 * Reads and tokenises a text as `collectSecondMoments` does, with the same cuts, and runs no model.
 *
 * @throws {AbortedError}
 */
export async function corpusDigest({
  documents: source,
  tokenizer,
  contextLength,
  tokens: budget,
  signal,
}: {
  readonly documents: Iterable<string> | AsyncIterable<string>;
  readonly tokenizer: TokenizerPort;
  readonly contextLength: number;
  readonly tokens?: number;
  readonly signal?: AbortSignal;
}): Promise<CorpusDigest> {
  const windows = documentWindows(source, {
    tokenizer,
    contextLength,
    tokens: budget,
    windowTokens: WINDOW_TOKENS,
  });
  const digest = { textDigest: '', tokenDigest: '', documents: 0, tokens: 0 };
  for await (const { documents, textDigest, tokenDigest } of windows) {
    throwIfAborted(signal, 'reading the text');
    digest.documents += documents.length;
    digest.tokens += documents.reduce((sum, ids) => sum + ids.length, 0);
    Object.assign(digest, { textDigest, tokenDigest });
    await eventLoopTurn();
  }
  return digest;
}
