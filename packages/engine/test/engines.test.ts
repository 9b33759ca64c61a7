import { engineConformance } from '@alphaedit/conformance';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { ENGINE_CANDIDATES } from '../src/node/engine-candidates.js';
import { type Engine, startEngine } from '../src/node.js';

// The order is the reverse of preference, so that nothing the richer engines load is there for the poorer.
for (const candidate of [...ENGINE_CANDIDATES].reverse()) {
  const absence = candidate.absence();
  const title = absence ? `${candidate.id} (absent: ${absence})` : candidate.id;

  describe.skipIf(absence !== undefined)(title, () => {
    let engine: Engine;

    beforeAll(async () => {
      engine = await startEngine({ engine: candidate.id });
    });

    engineConformance({ runner: { describe, it, afterAll }, bytes: () => engine.memory().bytes });
  });
}
