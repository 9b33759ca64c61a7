// The programs in examples/ that pages show do what they say.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { nodeArguments } from '@alphaedit/testing';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));

test('examples/01-edit-one-fact.ts edits a fact and takes the edit back', () => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [...nodeArguments(), 'examples/01-edit-one-fact.ts'],
    { cwd: root, encoding: 'utf8' },
  );
  expect(status, stderr).toBe(0);
  const answer = (word: string) => stdout.match(new RegExp(`^${word}: +(.+)$`, 'm'))?.[1];
  expect(answer('after')).not.toBe(answer('before'));
  expect(answer('undone')).toBe(answer('before'));
});
