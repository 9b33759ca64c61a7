import { expect, test } from 'vitest';
import { adoptPage } from './adopt-page.js';

test('relative links become links to the files; others stay', () => {
  const page =
    'See [a](../src/a.ts), [b](./b.md#part), [top](#top), [web](https://arxiv.org), [site](/errors/).';
  expect(adoptPage('packages/editors/docs/guide.md', page)).toBe(
    'See [a](source:packages/editors/src/a.ts), [b](source:packages/editors/docs/b.md), [top](#top), [web](https://arxiv.org), [site](/errors/).',
  );
});
