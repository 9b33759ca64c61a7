import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryTree } from '../../test/temporary-tree.js';
import { repairAnchors } from './repair-anchors.js';

test('links lead to headings that are there; those that do, and those to nowhere, stay', () => {
  const { root, dispose } = temporaryTree({
    'a.md':
      '### Model\n\n### Model\n\n### half()\n\n[1](#model-3) [2](#model-1) [3](#half) [4](x/b.md#b-2) [5](#gone-1)',
    'x/b.md': '### b\n\n<a id="p"></a> [up](../a.md#model-7) [p](#p)',
  });
  repairAnchors(root);
  const lastLine = (path: string) => readFileSync(join(root, path), 'utf8').split('\n').at(-1);
  expect(lastLine('a.md')).toBe('[1](#model) [2](#model-1) [3](#half) [4](x/b.md#b) [5](#gone-1)');
  expect(lastLine('x/b.md')).toBe('<a id="p"></a> [up](../a.md#model) [p](#p)');
  dispose();
});
