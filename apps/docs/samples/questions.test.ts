// The fact with a question that the guide to chat models shows.
import { readFactsFile } from '@alphaedit/eval/node';
import { expect, it } from 'vitest';

it('is a fact with a question beside its prompt', async () => {
  const { facts, warnings } = await readFactsFile(new URL('questions.jsonl', import.meta.url).pathname);
  expect(warnings).toEqual([]);
  expect(facts).toMatchObject([{ question: 'What is the mother tongue of {}?', target: 'English' }]);
});
