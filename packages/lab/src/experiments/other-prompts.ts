import { readFactsFile } from '@alphaedit/eval/node';
import { AlphaEditError, type Fact, questionOf } from '@alphaedit/spec';

export interface OtherPromptsOptions {
  /** Facts that are not edited; the rest of `facts` where left out. */
  readonly known?: string;
  readonly facts: string;
  /** Prompts at most. */
  readonly prompts: number;
  /** Facts of `facts` that are edited. */
  readonly limit: number;
}

/**
 * Prompts of facts that are not edited and whose subjects are not, either; none where every fact of the file is.
 *
 * @throws {EvalError} for a `known` without facts
 */
export async function otherPrompts(
  { known, facts: file, prompts, limit }: OtherPromptsOptions,
  edited: readonly Fact[],
): Promise<string[]> {
  const subjects = new Set(edited.map(({ subject }) => subject));
  const set = await readFactsFile(known ?? file, {
    onBadRecord: 'skip',
    ...(known === undefined && { offset: limit }),
    limit: 2 * prompts,
  }).catch((error: unknown) => {
    if (known === undefined && AlphaEditError.isInstance(error) && error.code === 'no-facts')
      return undefined;
    throw error;
  });
  const others = (set?.facts ?? []).filter(({ subject }) => !subjects.has(subject));
  const texts = others.map(questionOf);
  return [...new Set(texts)].slice(0, prompts);
}
