import { readDocuments } from '@alphaedit/covariance/node';
import type { TokenizerPort } from '@alphaedit/spec';

/** The first documents of text files, as many as hold about `tokens` tokens together; the last one is kept whole. */
export async function readText(
  files: readonly string[],
  tokens: number,
  tokenizer: TokenizerPort,
): Promise<string[]> {
  const documents: string[] = [];
  let count = 0;
  for await (const document of readDocuments(files)) {
    const length = tokenizer.encode(document).length;
    if (length < 2) continue;
    documents.push(document);
    count += length;
    if (count >= tokens) break;
  }
  return documents;
}
