import type { EditHistory } from '@alphaedit/artifacts/node';
import type { Statistics } from '@alphaedit/spec';
import type { EditInBatchesRequest } from '../../edit/edit-in-batches.js';
import type { ModelLineage } from '../model/lineage-of.js';
import type { ResolvedSettings } from '../settings/resolve-settings.js';
import type { EditInputs } from './edit-inputs.js';

/** An edit with all its inputs read, resolved and opened. */
export interface PreparedEdit extends EditInputs {
  readonly lineage: ModelLineage;
  readonly history: EditHistory | undefined;
  readonly resolved: ResolvedSettings;
  readonly opened: Statistics | undefined;
}

/** Everything the loop is given but model, linear algebra and templates. */
export function loopInputs({
  facts,
  batchSize,
  resolved,
  opened,
  repeated,
  history,
  valueStore,
  knownValues,
  signal,
  onProgress,
}: PreparedEdit): Omit<EditInBatchesRequest, 'model' | 'linalg' | 'templates'> {
  return {
    facts,
    batchSize,
    ...resolved,
    statistics: opened,
    repeated,
    history,
    valueStore,
    knownValues,
    signal,
    onProgress,
  };
}
