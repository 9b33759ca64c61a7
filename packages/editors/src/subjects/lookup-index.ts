import { askedAround, promptPieces, type TokenizerPort } from '@alphaedit/spec';

/**
 * Index of the subject's last token in the prompt, special tokens counted.
 *
 * A tokenizer that knows where its tokens lie is asked for the last one that holds some of the subject. The
 * published rule, len(encode(text before the subject + subject)) − 1, is the same wherever that text splits as it
 * does within the prompt, and stands in where the tokenizer does not know.
 *
 * In chat form it is the index in the conversation.
 *
 * @param template holds `{}` once, where the subject goes
 * @see [Mathematics, where](/guide/mathematics#where); `subject_last` of the published code
 */
export function lookupIndex(tokenizer: TokenizerPort, template: string, subject: string): number {
  const [before, after] = askedAround(tokenizer, promptPieces(template) as [string, string]);
  const end = before.length + subject.length;
  const encoded = tokenizer.encodeWithOffsets?.(before + subject + after);
  const last = encoded?.offsets.findLastIndex(([from, to]) => from < end && to > from) ?? -1;
  return last >= 0 ? last : tokenizer.encode(before + subject).length - 1;
}
