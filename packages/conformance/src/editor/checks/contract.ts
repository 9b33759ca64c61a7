import type { Editor } from '@alphaedit/spec';
import { ensure } from '../../conformance-error.js';
import type { EditorBench } from '../editor-bench.js';

const REQUIREMENTS: readonly string[] = [
  'secondMoment',
  'projector',
] satisfies readonly Editor['requires'][number][];

/** The editor says what it is, in the words of contract v1. */
export async function contract(bench: EditorBench): Promise<void> {
  const editor: Partial<Editor> = await bench.editor();
  const { specificationVersion, id, requires, supports, doPlan } = editor;
  ensure(
    specificationVersion === 'v1',
    `specificationVersion is ${specificationVersion}.`,
    "It must be 'v1'.",
  );
  ensure(
    typeof id === 'string' && id !== '',
    'The editor has no id.',
    'Give it one: runs are kept under it.',
  );
  ensure(
    Array.isArray(requires) && requires.every((part) => REQUIREMENTS.includes(part)),
    `requires is ${JSON.stringify(requires)}.`,
    `List what doPlan takes from the statistics, of ${REQUIREMENTS.join(' and ')}.`,
  );
  ensure(
    typeof supports?.batch === 'boolean' && typeof supports.sequential === 'boolean',
    `supports is ${JSON.stringify(supports)}.`,
    'Say whether it takes several facts at a time (batch) and knows earlier batches (sequential).',
  );
  ensure(typeof doPlan === 'function', 'doPlan is no function.', 'It plans one batch.');
  ensure(bench.makeEditor().id === id, 'Two editors made alike have two ids.', 'The id names the method.');
}
