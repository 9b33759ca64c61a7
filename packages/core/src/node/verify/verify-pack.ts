import { assertPackOf, type DecodedEditPack, type ModelIdentity } from '@alphaedit/artifacts';
import { choiceOf } from '../model/form-of-edits.js';
import { readPack } from '../runs/read-pack.js';
import { editsOnCheckpoint } from './edits-on-checkpoint.js';
import { factsOfPack } from './facts-of-pack.js';
import { finiteNumbers } from './finite-deltas.js';
import { Checklist, type Verification } from './verification.js';
import type { VerifyOptions } from './verify-run.js';

/** Whether an edit pack is as it was written, and every number finite; with its model as `verifyRun` does. */
export async function verifyPack(path: string, options: VerifyOptions = {}): Promise<Verification> {
  const list = new Checklist();
  const { look, unproven } = list;
  const pack = await look('pack', async () => {
    const read = (await readPack(path))!;
    const { editor, model, facts } = read;
    const texts = facts ? 'with their texts' : 'without their texts';
    return [read, `${editor} on ${model.name} (${model.hash.slice(0, 12)}), ${factsOfPack(read)}, ${texts}`];
  });
  if (!pack) return list.result('pack');
  if (pack.sha256 === undefined) {
    unproven.push('that it is as it was written: it was made by an earlier version, which kept no hash');
  } else await look('content', async () => [true, `as written: SHA-256 ${pack.sha256!.slice(0, 12)}`]);
  await look('changes', async () => {
    const numbers = finiteNumbers(pack.deltas, path);
    return [true, `${pack.deltas.length}, of ${numbers.toLocaleString('en')} finite numbers`];
  });
  if (options.model === undefined) {
    unproven.push(`that it fits its model${pack.facts ? ', and which facts hold' : ''}: give \`model\``);
  }
  if (!pack.facts) unproven.push('which facts it holds: it was exported without them');
  if (options.model === undefined || !list.ok) return list.result('pack');
  return list.result('pack', await onModel(pack, path, options.model, options, list));
}

async function onModel(
  pack: DecodedEditPack,
  path: string,
  checkpoint: string,
  options: VerifyOptions,
  { look }: Checklist,
) {
  const { deltas, facts = [] } = pack;
  const edit = async () => ({ deltas, facts, undone: new Set<number>() });
  const made = (identity: ModelIdentity) => assertPackOf(pack, identity, path);
  const chat = options.chat ?? choiceOf(pack.chat);
  const found = await editsOnCheckpoint(checkpoint, made, edit, look, { ...options, chat });
  return pack.facts && found;
}
