// Shown in the guide "Facts as tests".
import { checkModel } from '@alphaedit/core/node';
import { expect, test } from 'vitest';

const folder = new URL('../../../models/demo/', import.meta.url).pathname;

test('a check says which facts hold', async () => {
  // #region check
  const facts = [{ subject: 'The Hidden Pilgrim', prompt: '{} appeared first in', target: 'Feirindic' }];
  const { ok, holding, answers } = await checkModel(folder, { facts, minShare: 0.95 });
  console.log(ok, holding.mean); // true 1
  for (const { fact, said, holds } of answers) console.log(fact.target, said, holds); // Feirindic Feirindic true
  // #endregion check
  expect(ok).toBe(true);
  expect(answers[0]).toMatchObject({ said: 'Feirindic', contains: true });
});
