import type { ModelIdentity } from '@alphaedit/artifacts';
import type { ModelPort } from '@alphaedit/spec';

/** What makes a model the one it is: its weights, and the tokens it reads. */
export async function identityOf(model: ModelPort): Promise<ModelIdentity> {
  const tokenizer = await model.tokenizer.contentHash?.();
  return { hash: await model.contentHash(), ...(tokenizer !== undefined && { tokenizer }) };
}
