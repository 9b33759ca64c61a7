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

/**
 * The suite on every chosen engine this machine has; on the others it is skipped, with the reason in its title.
 *
 * @param also engines beside those chosen: what a suite compares the chosen ones with
 */
export async function describeEachEngine(
  title: string,
  suite: (engine: EngineId) => void,
  { also = [] }: { readonly also?: readonly EngineId[] } = {},
): Promise<void> {
  for (const engine of new Set([...chosenEngines(), ...also])) {
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
