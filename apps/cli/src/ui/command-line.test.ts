import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { commandLine } from './command-line.js';

it('leaves plain words as they are', () => {
  const words = ['edit', 'models/demo', '--layers', '1,2,3', '--set', 'share=0.3'];
  expect(commandLine(words)).toBe(`alphaedit ${words.join(' ')}`);
});

it.skipIf(process.platform === 'win32')('is read back by a shell as the same words', () => {
  const words = ['a b', "it's", '$HOME', '"x"', '', 'back\\slash', 'new\nline'];
  const print = `alphaedit() { ${JSON.stringify(process.execPath)} -e 'console.log(JSON.stringify(process.argv.slice(1)))' -- "$@"; }`;
  const out = execFileSync('sh', ['-c', `${print}\n${commandLine(words)}`], { encoding: 'utf8' });
  expect(JSON.parse(out)).toEqual(words);
});
