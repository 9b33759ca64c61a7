import type { ModelIdentity } from '@alphaedit/artifacts';
import { identityOf } from '../model/identity-of.js';
import { type ModelOptions, openModel } from '../model/open-model.js';
import { type EditToVerify, editsOnModel, type OnModelOptions } from './edits-on-model.js';
import type { FactStanding, Look } from './verification.js';

/**
 * Opens a checkpoint and looks at an edit on it, if it is the one the edit was made from.
 *
 * @param assertMadeFrom throws for another model
 * @param edit reads the edit; not called for another model
 */
export async function editsOnCheckpoint(
  checkpoint: string,
  assertMadeFrom: (identity: ModelIdentity) => void,
  edit: () => Promise<EditToVerify>,
  look: Look,
  options: ModelOptions & OnModelOptions,
): Promise<readonly FactStanding[] | undefined> {
  const opened = await openModel(checkpoint, options);
  try {
    const fits = await look('made from this model', async () => {
      const identity = await identityOf(opened.port);
      assertMadeFrom(identity);
      return [true, identity.hash.slice(0, 12)];
    });
    return fits ? await editsOnModel(opened.port, await edit(), look, options) : undefined;
  } finally {
    opened.dispose();
  }
}
