import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

it.each(['plain-ridge.ts', 'plain-ridge.test.ts'])('the guide shows %s as it is', (file) => {
  const source = read(`./example/${file}`).replaceAll('../../src/index.js', '@alphaedit/editors');
  expect(read('../docs/contributing-an-editor.md')).toContain(`\`\`\`ts\n${source}\`\`\``);
});
