import type { ModelIdentity } from '@alphaedit/artifacts';
import type { CheckpointFolder } from '@alphaedit/model/node';

/**
 * What makes a checkpoint the model it is, without opening it for use.
 *
 * @param made what it is compared with: without a tokenizer there, none is read here
 */
export async function identityOfFolder(
  folder: CheckpointFolder,
  made: ModelIdentity,
): Promise<ModelIdentity> {
  const hash = await folder.tensors.digest();
  const tokenizer =
    made.tokenizer === undefined ? undefined : await (await folder.tokenizer()).contentHash?.();
  return { hash, ...(tokenizer !== undefined && { tokenizer }) };
}
