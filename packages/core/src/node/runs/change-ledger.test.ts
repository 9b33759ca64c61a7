import { temporaryFolder, writeTinyModel } from '@alphaedit/testing';
import { expect, it } from 'vitest';
import { writeRun } from '../../../test/written-run.js';
import { changeLedger } from './change-ledger.js';

const at = temporaryFolder();

it('says that there is nothing to undo, or to restore', async () => {
  await writeTinyModel(at('model'));
  const facts = ['Ann', 'Bob'].map((subject) => ({ subject, prompt: '{} likes', target: 'tea' }));
  await writeRun(at('run'), { model: at('model'), facts, batches: [2] });
  await expect(changeLedger(at('run'), { action: 'restore' })).rejects.toMatchObject({
    code: 'not-undone',
    message: expect.stringContaining('There is nothing to restore'),
  });
  await changeLedger(at('run'), { action: 'undo' });
  await expect(changeLedger(at('run'), { action: 'undo' })).rejects.toMatchObject({
    code: 'already-undone',
    message: expect.stringContaining('There is nothing to undo'),
  });
});
