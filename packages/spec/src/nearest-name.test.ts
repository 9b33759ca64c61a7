import { expect, it } from 'vitest';
import { nearestName } from './nearest-name.js';

const names = ['zSteps', 'zLearningRate', 'klFactor', 'v_lr', 'L2', 'layers'];

it.each([
  ['zlearningrate', 'zLearningRate'],
  ['z_learning_rate', 'zLearningRate'],
  ['zLaerningRate', 'zLearningRate'],
  ['klFaktor', 'klFactor'],
  ['layer', 'layers'],
  ['vLr', 'v_lr'],
  ['zStep', 'zSteps'],
])('takes %s for %s', (name, known) => expect(nearestName(name, names)).toBe(known));

it.each(['share', 'x', '', 'L3', 'constructor', 'z'.repeat(1e6)])('takes %.9s for none', (name) => {
  expect(nearestName(name, names)).toBeUndefined();
});
