import { expect, it } from 'vitest';
import { loadTransformer } from './load-transformer.js';

// Nothing in this file starts an engine.
it('says that no engine was started, before anything is read', async () => {
  await expect(loadTransformer({} as never)).rejects.toMatchObject({
    code: 'engine-not-started',
    hint: expect.stringContaining('`await startEngine()`'),
  });
});
