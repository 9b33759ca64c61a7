import { DatasetError, type ModelPort } from '@alphaedit/spec';

/** These tokens, if the model can read them. @throws {DatasetError} `empty-prompt`, `prompt-too-long` */
export function readable({ info, tokenizer }: ModelPort, ids: readonly number[]): readonly number[] {
  const { contextLength } = info;
  if (ids.length > 0 && ids.length <= contextLength) return ids;
  const code = ids.length === 0 ? 'empty-prompt' : 'prompt-too-long';
  throw new DatasetError({
    code,
    message:
      ids.length === 0
        ? 'The prompt has no tokens.'
        : `The prompt has ${ids.length} tokens; the model reads ${contextLength}.`,
    hint: ids.length === 0 ? 'Give a prompt with text in it.' : 'Shorten the prompt.',
    data: { prompt: tokenizer.decode(ids.slice(0, 50)), tokens: ids.length, contextLength },
  });
}
