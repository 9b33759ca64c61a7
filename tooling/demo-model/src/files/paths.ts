import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the model that ships is kept. */
export const MODEL_FOLDER =
  process.env.DEMO_MODEL ?? fileURLToPath(new URL('../../../../models/demo', import.meta.url));
/** Where a training keeps its checkpoints and log. */
export const RUN_FOLDER =
  process.env.DEMO_RUN ?? fileURLToPath(new URL('../../runs/latest', import.meta.url));

export const inModel = (name: string): string => join(MODEL_FOLDER, name);
export const inRun = (name: string): string => join(RUN_FOLDER, name);
