import { expect, it } from 'vitest';
import { releaseProblem } from './release-problem.js';

const root = { repository: { type: 'git', url: 'git+https://github.com/them/it.git' } };

it('lets the workflow of the named repository publish', () => {
  expect(releaseProblem(root, { GITHUB_ACTIONS: 'true', GITHUB_REPOSITORY: 'them/it' })).toBeUndefined();
});

it('stops elsewhere, before anything is published', () => {
  expect(releaseProblem(root, {})).toContain('release workflow');
  expect(releaseProblem(root, { GITHUB_ACTIONS: 'true', GITHUB_REPOSITORY: 'me/it' })).toContain(
    'set it there, then run npm run generate',
  );
});
