import { decodeSafetensors } from '@alphaedit/safetensors';
import type { Matrix } from '@alphaedit/spec';
import { readMatrix } from '../read-matrix.js';
import { runBroken } from '../run-broken.js';
import type { BatchRecord } from '../run-schema.js';
import { readCheckedBytes } from './read-checked.js';
import { type Run, runFiles } from './run.js';

/**
 * The values z [facts, hiddenSize] that were found for the facts of each batch, in order; older runs keep none.
 *
 * @throws {EditError} `run-broken` for a file that is missing or was changed
 */
export async function* readValues({
  directory,
  batches,
}: Run): AsyncGenerator<{ record: BatchRecord; values: Matrix<Float32Array> }> {
  for (const record of batches) {
    if (record.valuesHash === undefined) continue;
    const path = runFiles.values(directory, record.batch);
    const values = readMatrix(
      decodeSafetensors(await readCheckedBytes(path, record.valuesHash), path),
      'z',
      path,
    );
    if (!(values.data instanceof Float32Array) || values.rows !== record.to - record.from) {
      throw runBroken(path, 'holds no value for each fact of its batch');
    }
    yield { record, values: values as Matrix<Float32Array> };
  }
}
