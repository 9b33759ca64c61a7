import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { CheckpointError } from '@alphaedit/spec';

/**
 * Folder of the model that comes with the command, the package `@alphaedit/demo`.
 *
 * @throws {CheckpointError} `no-demo-model`
 */
export function demoFolder(): string {
  try {
    return dirname(createRequire(import.meta.url).resolve('@alphaedit/demo/package.json'));
  } catch (cause) {
    throw new CheckpointError({
      code: 'no-demo-model',
      message: 'The package @alphaedit/demo, which holds the demo model, is not installed.',
      hint: 'Install it (npm install @alphaedit/demo), or edit a checkpoint of your own.',
      cause,
    });
  }
}
