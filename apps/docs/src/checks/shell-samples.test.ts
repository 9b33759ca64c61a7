import { expect, test } from 'vitest';
import { shellSamples } from './shell-samples.js';

test('finds the lines of sh fences, joins continued ones, leaves comments out', () => {
  const page = '```sh\n# first\n$ a \\\n  b\nc\n```\n\n```text\nd\n```\n';
  expect(shellSamples('p', page).map(({ line }) => line)).toEqual(['a b', 'c']);
});

test('finds the steps of a workflow that call the command', () => {
  const page =
    '```yaml [release.yml]\n    steps:\n      - run: npx alphaedit doctor\n      - run: ./publish.sh\n```\n';
  expect(shellSamples('p', page).map(({ line }) => line)).toEqual(['npx alphaedit doctor']);
});
