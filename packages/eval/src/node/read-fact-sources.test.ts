import { writeFile } from 'node:fs/promises';
import { temporaryFolder } from '@alphaedit/testing';
import { expect, it } from 'vitest';
import { readFactSources } from './read-fact-sources.js';

const at = temporaryFolder();
const line = (subject: string) => `${JSON.stringify({ subject, prompt: '{} likes', target: 'tea' })}\n`;

it('reads one source after the other, each in its own format', async () => {
  await writeFile(at('a.jsonl'), line('Ann') + line('Bob'));
  const csv = { text: 'subject,prompt,target\nEve,{} likes,tea\n', name: 'standard input' };
  const sources = [{ file: at('a.jsonl') }, csv] as const;
  const { facts, places } = await readFactSources(sources);
  expect(facts.map(({ subject }) => subject)).toEqual(['Ann', 'Bob', 'Eve']);
  expect(places[2]).toEqual({ file: 'standard input', line: 2 });
  const some = await readFactSources(sources, { offset: 1, limit: 1 });
  expect(some.facts.map(({ subject }) => subject)).toEqual(['Bob']);
});

it('names the source of what is wrong', async () => {
  await expect(readFactSources([{ text: '{"subject":', name: '--fact' }])).rejects.toMatchObject({
    message: expect.stringContaining('--fact'),
  });
});
