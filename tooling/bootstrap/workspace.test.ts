import { expect, it } from 'vitest';

const { takes } = await import(new URL('./workspace.mjs', import.meta.url).href);

it.each([
  ['20.18.3', false],
  ['20.19.0', true],
  ['21.7.3', false],
  ['22.12.0', false],
  ['22.13.1', true],
  ['23.11.0', false],
  ['24.0.0', true],
  ['25.1.0-nightly', true],
])('says whether Node %s will do: %s', (version, expected) => {
  expect(takes('^20.19.0 || ^22.13.0 || >=24.0.0', version)).toBe(expected);
});
