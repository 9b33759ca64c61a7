import { toFloat64, transpose } from '@alphaedit/linalg';
import type { Fact, Matrix, ModelPort, WeightDelta } from '@alphaedit/spec';
import { SubjectStates } from '../subjects/subject-states.js';
import { meanRelativeDistance } from './mean-relative-distance.js';

/** Mean over facts of ‖z − h‖ / ‖z‖ at the output of `layer`, with the deltas in place. z is [facts, hiddenSize]. */
export function measureResidual({
  model,
  facts,
  templates,
  layer,
  z,
  deltas,
}: {
  readonly model: ModelPort;
  readonly facts: readonly Fact[];
  readonly templates: readonly string[];
  readonly layer: number;
  readonly z: Matrix;
  readonly deltas: readonly WeightDelta[];
}): Promise<number> {
  return model.withDelta(deltas, async () => {
    const states = SubjectStates.at(layer + 1, model, facts, templates.slice(0, 1));
    try {
      return meanRelativeDistance(toFloat64(transpose(z)), await states.outputs(layer));
    } finally {
      states.dispose();
    }
  });
}
