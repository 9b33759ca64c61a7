import { readdirSync } from 'node:fs';
import { openCheckpoint } from '@alphaedit/model/node';
import { continuationIds, continuationText, type Fact, type TokenizerPort } from '@alphaedit/spec';
import { describeShared, sharedPath } from '@alphaedit/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { readFactsFile } from '../src/node.js';
import { answerRow } from '../src/scoring/answer-row.js';

const PROMPTS = [
  'The capital of France is',
  'The capital of France is ',
  'Q: Who wrote it?\nA:',
  'Q: Who wrote it?\nA:\n',
  'He said: "',
  '法国的首都是',
  'フランスの首都は',
  'เมืองหลวงของฝรั่งเศสคือ',
  'I like 🍎 and',
  'Łódź lies in',
];
const TARGETS = [
  ...[
    'Paris',
    ' Paris',
    'New York City',
    'Antananarivo',
    'Saint-Étienne',
    'U.S.',
    '.',
    '"yes"',
    '1984',
    ' a',
  ],
  ...['巴黎', '東京都', 'パリ', 'ปารีส', '서울', 'Москва', '🍊', '👩‍👩‍👧', ' 巴黎', 'e\u0301tude', '\nno'],
];

const folders = ['fixtures/models', 'fixtures/families'].flatMap((folder) => {
  try {
    return readdirSync(sharedPath(folder)).map((name) => `${folder}/${name}`);
  } catch {
    return [];
  }
});

describeShared('rows of real tokenizers', 'fixtures/models', () => {
  let facts: readonly Fact[];
  beforeAll(async () => {
    facts = (await readFactsFile(sharedPath('data', 'zsre.jsonl'), { limit: 150 })).facts;
  });

  describe.each([...folders, 'cases/spm-target-space/model'])('%s', (name) => {
    let tokenizer: TokenizerPort;
    beforeAll(async () => {
      const folder = await openCheckpoint(sharedPath(name));
      tokenizer = await folder.tokenizer();
      await folder.close();
    });

    it('is one text in tokens, cut where the tokens of the prompt end', () => {
      for (const prompt of PROMPTS) {
        const alone = tokenizer.encode(prompt);
        for (const target of TARGETS) {
          const text = prompt + continuationText(prompt, target);
          const row = continuationIds(tokenizer, prompt, target);
          const said = `${JSON.stringify(prompt)} + ${JSON.stringify(target)}`;
          expect([...row.prompt, ...row.target], said).toEqual(tokenizer.encode(text));
          // Nothing of the prompt is asked for, but where one token has some of both.
          expect(row.prompt, said).toEqual(alone.slice(0, row.prompt.length));
          if (row.prompt.length < alone.length)
            expect(row.target[0], said).not.toBe(alone[row.prompt.length]);
          // A tokenizer without these characters may make one unknown token of both: then there is nothing to ask for.
          if (row.target.length > 0)
            expect(answerRow(tokenizer, { prompt, answer: target }).targets).toEqual(row.target);
        }
      }
    });

    it('begins with the tokens of the prompt and goes on with those of the answer', () => {
      for (const { paraphrases, target } of facts) {
        const prompt = paraphrases![0]!;
        const { ids, first, targets } = answerRow(tokenizer, { prompt, answer: target });
        expect(ids.slice(0, first + 1)).toEqual(tokenizer.encode(prompt));
        expect([...ids.slice(first + 1), targets.at(-1)]).toEqual(targets);
        if (name.startsWith('cases/')) continue; // its vocabulary has three sentences
        expect(tokenizer.decode(targets).trim()).toBe(target.trim());
      }
    });

    it('is what the zsRE metric runs: token i is asked for after prompt + decode(target[..i])', () => {
      if (!name.startsWith('fixtures/models/')) return;
      let asked = 0;
      for (const { paraphrases, target } of facts) {
        const prompt = paraphrases![0]!;
        const { ids, first, targets } = answerRow(tokenizer, { prompt, answer: target });
        for (let i = 0; i < targets.length; i++) {
          const begun = tokenizer.decode(targets.slice(0, i));
          // Half a character has no text to be tokenised again; its tokens themselves are used.
          if (begun.includes('\uFFFD')) continue;
          expect(ids.slice(0, first + i + 1)).toEqual(tokenizer.encode(prompt + begun));
          asked++;
        }
      }
      expect(asked).toBeGreaterThan(facts.length);
    });
  });
});
