// Small files of facts made after public bug reports: each is read rightly, or told with the reason.
import { checkFacts, type Fact } from '@alphaedit/spec';
import { describeShared, sharedPath } from '@alphaedit/testing';
import { expect, it } from 'vitest';
import { readFactsFile } from '../src/node.js';

const fileOf = (name: string, file = 'facts.jsonl') => sharedPath('cases', name, file);

/** What is told of a file, reading and checking it; its facts as they would be edited. */
async function read(name: string, file?: string, batchSize?: number) {
  const { facts, places, warnings } = await readFactsFile(fileOf(name, file));
  const check = checkFacts(facts, { places, batchSize });
  return { facts: check.facts, told: [...warnings, ...check.problems] };
}

describeShared('facts as files have them', 'cases', () => {
  it.each([
    ['literal-braces', 'subject-ambiguous'],
    ['subject-inside-word', 'subject-inside-word'],
  ])('%s is refused as %s, with the remedy', async (name, code) => {
    await expect(readFactsFile(fileOf(name))).rejects.toMatchObject({
      code,
      message: expect.stringContaining('facts.jsonl:1'),
      hint: expect.stringContaining('{}'),
    });
  });

  it.each([
    ['contradiction-in-batch', 'facts-contradict'],
    ['same-id-twice', 'id-repeated'],
  ])('%s is an error that names both facts', async (name, code) => {
    const { facts, told } = await read(name);
    expect(facts).toHaveLength(1);
    expect(told).toMatchObject([{ severity: 'error', code, line: 2, data: { other: 0 } }]);
    expect(told[0]!.message).toMatch(/facts\.jsonl:2 .*facts\.jsonl:1 /);
  });

  it('a chain of revisions is no contradiction, one fact a batch', async () => {
    const { facts, told } = await read('revision-chain', undefined, 1);
    expect(facts).toHaveLength(6);
    expect(told.map(({ code }) => code)).toEqual(Array(5).fill('fact-superseded'));
  });

  it.each([
    ['nfd-subject', undefined, ['subject-form'], { subject: 'Zoë Vale'.normalize('NFC') }],
    ['null-fields', undefined, [], { target: 'Mothindic' }],
    ['one-object-json', 'facts.json', [], { subject: 'Trulis Lossen' }],
    ['trailing-space-prompt', undefined, ['stray-blanks'], { prompt: '{} thinks and dreams in' }],
  ] as [string, string | undefined, string[], Partial<Fact>][])(
    '%s is read',
    async (name, file, codes, fact) => {
      const { facts, told } = await read(name, file);
      expect(told.map(({ code }) => code)).toEqual(codes);
      expect(facts).toMatchObject([fact]);
    },
  );

  it.each([
    ['knowedit-groups-dropped', [], [1, 1, 1]],
    ['knowedit-lists', [], [1, 1, 1]],
    ['zsre-portability-dropped', ['zsre-target'], [1, 1, 1]],
  ])('%s: every question is read', async (name, codes, counts) => {
    const { facts, told } = await read(name, 'facts.json');
    expect(told.map(({ code }) => code)).toEqual(codes);
    const [{ paraphrases = [], neighbors = [], implications = [] }] = facts as [Fact];
    expect([paraphrases, neighbors, implications].map(({ length }) => length)).toEqual(counts);
  });
});
