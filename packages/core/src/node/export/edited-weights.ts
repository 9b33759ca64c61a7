import { assertPackOf } from '@alphaedit/artifacts';
import { applyDelta } from '@alphaedit/editors';
import { transpose } from '@alphaedit/linalg';
import type { CheckpointFolder } from '@alphaedit/model/node';
import type { EditableParameter, Matrix, ModelInfo } from '@alphaedit/spec';
import { EditError } from '@alphaedit/spec';
import { identityOfFolder } from '../model/identity-of-folder.js';
import type { Exported } from './open-exported.js';

/**
 * The weights an edit changes, as the checkpoint stores them, in float32: the bits the edited model computes with. No
 * engine is started; only the edited weights are in memory.
 *
 * @throws {EditError} `pack-of-another-model`, `edits-of-another-tokenizer`, `delta-shape`, `not-editable`, `non-finite-delta`
 */
export async function editedWeights(
  folder: CheckpointFolder,
  info: ModelInfo,
  { pack, name }: Exported,
): Promise<Map<string, Float32Array>> {
  assertPackOf(pack, await identityOfFolder(folder, pack.model), name);
  const current = new Map<string, Matrix<Float32Array>>();
  const parameter = (wanted: string): EditableParameter => {
    const found = info.editable.find((one) => one.name === wanted);
    if (found) return found;
    throw new EditError({
      code: 'not-editable',
      message: `The edit changes "${wanted}", which is no editable weight of this model.`,
      hint: 'Give the model the edit was made from.',
      data: { parameter: wanted },
    });
  };
  const weights = {
    async readWeight(wanted: string) {
      const { dIn, dOut, orientation } = parameter(wanted);
      const there = current.get(wanted);
      if (there) return there;
      const data = await folder.tensors.read(wanted);
      if (orientation === 'out-in') return { rows: dOut, cols: dIn, data };
      return transpose({ rows: dIn, cols: dOut, data }) as Matrix<Float32Array>;
    },
    async writeWeight(wanted: string, weight: Matrix) {
      current.set(wanted, weight as Matrix<Float32Array>);
    },
  };
  // One delta after the other, each sum rounded to float32, as a run applies them batch by batch.
  await applyDelta(weights, pack.deltas);
  return new Map(
    [...current].map(([wanted, weight]) => {
      const { orientation } = parameter(wanted);
      return [wanted, (orientation === 'out-in' ? weight : transpose(weight)).data as Float32Array];
    }),
  );
}
