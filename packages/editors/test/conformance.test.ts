import { editorConformance } from '@alphaedit/conformance/vitest';
import { AlphaEditError } from '@alphaedit/spec';
import { describeEachEngine } from '@alphaedit/testing';
import { describe } from 'vitest';
import { editorById, editors } from '../src/index.js';
import { conformanceOptionsFor } from './references.js';

const ids = editors.map(({ id }) => id);

await describeEachEngine('the editors', (engine) => {
  // Combinations differ in host arithmetic only: one engine shows it.
  const combined = engine === 'wasm' ? ids.map((id) => `${id}+nullspace`).filter(composable) : [];
  for (const id of [...ids, ...combined]) {
    describe(id, () => editorConformance(() => editorById(id), conformanceOptionsFor(id)));
  }
});

function composable(id: string): boolean {
  try {
    editorById(id);
    return true;
  } catch (error) {
    if (AlphaEditError.isInstance(error) && error.code === 'not-composable') return false;
    throw error;
  }
}
