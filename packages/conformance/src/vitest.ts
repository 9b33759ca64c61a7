import * as tf from '@tensorflow/tfjs-core';
import { afterAll, describe, it } from 'vitest';
import { editorConformance as withRunner } from './editor/editor-conformance.js';
import type { EditorConformanceOptions, MakeEditor } from './editor/editor-conformance-options.js';

/**
 * Tests an editor with vitest, on the tensor engine that runs, or on WebAssembly where none does.
 *
 * @example
 * import { editorConformance } from '@alphaedit/conformance/vitest';
 * import { myEditor } from './my-editor.js';
 * editorConformance(myEditor);
 * @param makeEditor makes the editor under test; called several times
 */
export function editorConformance(makeEditor: MakeEditor, options: EditorConformanceOptions = {}): void {
  withRunner(makeEditor, { startEngine, ...options, runner: { afterAll, describe, it } });
}

async function startEngine(): Promise<void> {
  if (tf.getBackend()) return;
  const engine = await import('@alphaedit/engine/node');
  await engine.startEngine({ engine: 'wasm' });
}
