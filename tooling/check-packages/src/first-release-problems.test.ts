import { expect, it } from 'vitest';
import { firstReleaseProblems } from './first-release-problems.js';

it('finds packages that would not become 0.1.0', () => {
  const manifests = [
    { name: 'alphaedit', version: '0.0.0' },
    { name: '@alphaedit/spec', version: '0.0.0' },
    { name: '@alphaedit/files', version: '0.0.0' },
    { name: '@alphaedit/eval', version: '0.1.0' },
    { name: '@alphaedit/docs', version: '0.0.0', private: true },
  ];
  const changesets = [
    '---\n"alphaedit": minor\n"@alphaedit/spec": patch\n---\n\nFirst release.\n',
    "---\n'@alphaedit/files': major\n---\n\nFirst release.\n",
  ];
  expect(firstReleaseProblems(manifests, changesets)).toEqual([
    '@alphaedit/spec has no changeset that makes it 0.1.0',
    '@alphaedit/files has no changeset that makes it 0.1.0',
  ]);
});
