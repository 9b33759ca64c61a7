import { type EngineId, startEngine } from '@alphaedit/engine/node';
import { AlphaEditError } from '@alphaedit/spec';
import { beforeAll, describe } from 'vitest';
import { chosenEngines } from './chosen-tests.js';

async function absence(engine: EngineId): Promise<string | undefined> {
  try {
    await startEngine({ engine });
    return undefined;
  } catch (error) {
    if (AlphaEditError.isInstance(error) && error.code === 'engine-unavailable') return error.message;
    throw error;
  }
}

/** The suite on every chosen engine this machine has; on the others it is skipped, with the reason in its title. */
export async function describeEachEngine(title: string, suite: (engine: EngineId) => void): Promise<void> {
  for (const engine of chosenEngines()) {
    const missing = await absence(engine);
    describe.skipIf(missing !== undefined)(
      `${title} on ${engine}${missing ? ` [skipped: ${missing}]` : ''}`,
      () => {
        beforeAll(async () => {
          await startEngine({ engine });
        });
        suite(engine);
      },
    );
  }
}
