import type { Compat } from '@alphaedit/spec';
import { SettingsError } from '@alphaedit/spec';
import { cola } from './cola.js';
import type { CapabilityTask } from './example.js';
import { mmlu } from './mmlu.js';
import { mrpc } from './mrpc.js';
import { nli } from './nli.js';
import { rteTask } from './rte.js';
import { sst2 } from './sst2.js';

/** Names of the tasks of general capability. */
export type CapabilityTaskId = 'sst2' | 'mrpc' | 'cola' | 'rte' | 'mmlu' | 'nli';

/** The tasks of general capability, in the order they are reported. */
export const CAPABILITY_TASKS: readonly CapabilityTaskId[] = ['sst2', 'mrpc', 'cola', 'rte', 'mmlu', 'nli'];

/** @throws {SettingsError} `unknown-task` */
export function capabilityTask(id: string, compat: Compat = 'corrected'): CapabilityTask {
  const tasks = [sst2, mrpc, cola, rteTask({ inverted: compat === 'official' }), mmlu, nli];
  const found = tasks.find((task) => task.id === id);
  if (found) return found;
  throw new SettingsError({
    code: 'unknown-task',
    message: `There is no capability task "${id}".`,
    hint: `Capability tasks are ${CAPABILITY_TASKS.join(', ')}.`,
    data: { task: id },
  });
}
