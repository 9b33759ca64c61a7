import type { Check, Suite } from '../check.js';
import { abort } from './checks/abort.js';
import { batches } from './checks/batches.js';
import { contract } from './checks/contract.js';
import { determinism } from './checks/determinism.js';
import { fact } from './checks/fact.js';
import { failure } from './checks/failure.js';
import { orientation } from './checks/orientation.js';
import { plan } from './checks/plan.js';
import { progress } from './checks/progress.js';
import { reference } from './checks/reference.js';
import { revision } from './checks/revision.js';
import { settings } from './checks/settings.js';
import { state } from './checks/state.js';
import { statistics } from './checks/statistics.js';
import { tensors, tensorsInterrupted } from './checks/tensors.js';
import { undo } from './checks/undo.js';
import { weights, weightsInterrupted } from './checks/weights.js';
import { EditorBench } from './editor-bench.js';
import type { EditorConformanceOptions, MakeEditor } from './editor-conformance-options.js';

const CHECKS = {
  contract: ['says what it is in the words of the contract', contract],
  plan: ['plans changes of the weights asked for, in their shapes, in finite numbers', plan],
  weights: ['writes no weight', weights],
  'weights-interrupted': ['writes no weight when it is stopped half way', weightsInterrupted],
  tensors: ['leaves no tensor alive', tensors],
  'tensors-interrupted': ['leaves no tensor alive when it is stopped half way', tensorsInterrupted],
  abort: ['stops when the signal fires', abort],
  failure: ['lets errors through', failure],
  determinism: ['plans the same bits for the same request', determinism],
  undo: ['is undone bit for bit', undo],
  fact: ['makes the new answers win', fact],
  batches: ['keeps two batches, and needs nothing but the state in between', batches],
  revision: ['lets go of facts that are revised or undone', revision],
  orientation: ['has the right orientation on square weights, stored either way', orientation],
  settings: ['refuses settings it does not have, and reads no others', settings],
  statistics: ['uses the statistics it requires, and says so when they are missing', statistics],
  state: ['hands on plain data', state],
  progress: ['reports its progress', progress],
  reference: ['equals its float64 reference', reference],
} as const satisfies Record<string, readonly [string, (bench: EditorBench) => Promise<void>]>;

/** Names of the checks an editor must pass. */
export type EditorCheckId = keyof typeof CHECKS;

/**
 * The suite of an editor as data: checks to run in order, on a tiny model, each throwing where it does not
 * hold. `editorConformance` makes tests of them.
 *
 * @param makeEditor makes the editor under test; called several times
 */
export function editorChecks(
  makeEditor: MakeEditor,
  options: EditorConformanceOptions = {},
): Suite<EditorCheckId> {
  const bench = new EditorBench(makeEditor, options);
  const checks = Object.entries(CHECKS)
    .filter(([id]) => id !== 'reference' || options.reference !== undefined)
    .map(
      ([id, [title, run]]): Check<EditorCheckId> => ({
        id: id as EditorCheckId,
        title,
        run: () => run(bench),
      }),
    );
  return { title: 'editor conformance', checks, dispose: () => bench.dispose() };
}
