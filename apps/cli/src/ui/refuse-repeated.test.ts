import { expect, it } from 'vitest';
import { failureHere } from '../../test/run-here.js';
import { buildProgram } from '../build-program.js';

it.each([
  [['generate', 'models/none', '--prompt', 'a', '--tokens', '1', '--tokens', '2'], '--tokens <n>'],
  [['trace', 'models/none', '--corrupt', 't', '--corrupt', 'uniform'], '--corrupt <how>'],
  [['--engine', 'wasm', 'doctor', '--engine', 'tensorflow'], '--engine <id>'],
  [['experiment', 'cost', '--facts', '1', '--facts', '2'], '--facts <n>'],
])('refuses %j', async (args, flags) => {
  const failed = await failureHere(args);
  expect(failed).toMatchObject({ code: 'usage', exitCode: 2 });
  expect(failed.message).toContain(`'${flags}' is given twice`);
});

it('takes options whose values add up, and flags, as often as they are given', async () => {
  const predict = buildProgram().commands.find((command) => command.name() === 'predict')!;
  predict.action(() => undefined);
  await predict.parseAsync(['model', '--prompt', 'a', '--prompt', 'b'], { from: 'user' });
  expect(predict.opts()).toMatchObject({ prompt: ['a', 'b'] });
});
