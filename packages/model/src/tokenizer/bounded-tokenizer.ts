import { CheckpointError, type TokenizerPort, type Warning } from '@alphaedit/spec';

/**
 * A tokenizer that may make more ids than its model has embeddings, kept within them: texts that use such an id are
 * refused when they are encoded. Many checkpoints have tokens too many that no text uses, such as one for padding.
 *
 * @param vocabularySize rows of the token embedding
 * @returns the tokenizer itself where all its ids are below
 */
export function boundedTokenizer(
  tokenizer: TokenizerPort,
  vocabularySize: number,
): { readonly tokenizer: TokenizerPort; readonly warnings: readonly Warning[] } {
  const largest = tokenizer.vocabularySize - 1;
  if (largest < vocabularySize) return { tokenizer, warnings: [] };
  const difference = `the tokenizer makes ids up to ${largest}; the model has 0–${vocabularySize - 1}`;
  const within = (ids: number[]): number[] => {
    const id = ids.find((id) => id >= vocabularySize);
    if (id === undefined) return ids;
    throw new CheckpointError({
      code: 'token-out-of-range',
      message: `The text uses token ${id} (${JSON.stringify(tokenizer.decode([id]))}): ${difference}.`,
      hint: 'Take that token out of the text, or use the tokenizer.json published with this checkpoint.',
      data: { id, largest, vocabularySize },
    });
  };
  const { encodeWithOffsets, contentHash, addsBos, bosTokenId, eosTokenId } = tokenizer;
  const { endTokenIds, chatTemplate, chatForm } = tokenizer;
  return {
    tokenizer: {
      vocabularySize,
      addsBos,
      bosTokenId,
      eosTokenId,
      endTokenIds,
      chatTemplate,
      chatForm,
      encode: (text, options) => within(tokenizer.encode(text, options)),
      decode: (ids, options) => tokenizer.decode(ids, options),
      ...(encodeWithOffsets && {
        encodeWithOffsets: (text, options) => {
          const encoded = encodeWithOffsets.call(tokenizer, text, options);
          within(encoded.ids);
          return encoded;
        },
      }),
      ...(contentHash && { contentHash: () => contentHash.call(tokenizer) }),
    },
    warnings: [
      {
        code: 'tokenizer-larger',
        message: `Some tokens have no embedding: ${difference}. Texts that use them are refused.`,
        data: { largest, vocabularySize },
      },
    ],
  };
}
