import { EngineError } from '@alphaedit/spec';
import * as tf from '@tensorflow/tfjs-core';

/** @throws {EngineError} `engine-not-started` where no tensor engine runs and none is registered to be started */
export function requireEngine(): void {
  const { registryFactory } = tf.engine();
  if (tf.getBackend() || Object.keys(registryFactory).length > 0) return;
  throw new EngineError({
    code: 'engine-not-started',
    message: 'No tensor engine has been started.',
    hint: "Call `await startEngine()` of '@alphaedit/engine/node' first, or use `openModel` of 'alphaedit', which does.",
    kind: 'input',
  });
}
