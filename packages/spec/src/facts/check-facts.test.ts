import { describe, expect, it } from 'vitest';
import type { TokenizerPort } from '../tokenizer.js';
import { checkFacts } from './check-facts.js';
import { factsError } from './facts-error.js';

const ann = { id: 'a', subject: 'Ann', prompt: '{} lives in', target: 'Rome' };
const bob = { id: 'b', subject: 'Bob', prompt: '{} lives in', target: 'Bonn' };
const places = [1, 4, 9].map((line) => ({ file: 'f.jsonl', line }));
const found = (...given: Parameters<typeof checkFacts>) =>
  checkFacts(...given).problems.map(({ severity, code, index }) => [severity, code, index]);

describe('checkFacts', () => {
  it('passes facts that get on', () => {
    expect(checkFacts([ann, bob])).toEqual({ facts: [ann, bob], indices: [0, 1], problems: [] });
  });

  it('names both facts of a contradiction, whatever form the question is written in', () => {
    const other = { ...ann, id: 'c', prompt: 'Ann  lives in', target: 'Oslo' };
    const { facts, problems } = checkFacts([ann, bob, other], { places });
    expect(facts).toEqual([ann, bob]);
    expect(problems).toMatchObject([
      { severity: 'error', code: 'facts-contradict', index: 2, id: 'c', line: 9, data: { other: 0 } },
    ]);
    const { message } = problems[0]!;
    for (const part of ['f.jsonl:9 (record c)', 'f.jsonl:1 (record a)', 'Rome', 'Oslo'])
      expect(message).toContain(part);
  });

  it('lets a later batch revise a fact, and says so', () => {
    const chain = [ann, { ...ann, id: 'b', target: 'Oslo' }, { ...ann, id: 'c' }];
    expect(found(chain, { batchSize: 1 })).toEqual([
      ['warning', 'fact-superseded', 1],
      ['warning', 'fact-superseded', 2],
    ]);
    expect(found(chain, { batchSize: 2 })).toEqual([
      ['error', 'facts-contradict', 1],
      ['warning', 'fact-repeated', 2],
    ]);
  });

  it('counts batches over the facts that are left', () => {
    const bad = { ...bob, prompt: 'Eve' };
    const revised = { ...ann, id: 'c', target: 'Oslo' };
    expect(found([ann, bad, revised], { batchSize: 2 })).toEqual([
      ['error', 'subject-not-found', 1],
      ['error', 'facts-contradict', 2],
    ]);
  });

  it('tells facts that are there twice', () => {
    expect(found([ann, { ...ann, id: undefined, target: ' Rome' }])).toEqual([
      ['warning', 'fact-repeated', 1],
    ]);
  });

  it('names both facts that share an id', () => {
    const { problems } = checkFacts([ann, { ...bob, id: 'a' }], { places });
    expect(problems).toMatchObject([
      { severity: 'error', code: 'id-repeated', index: 1, data: { other: 0 } },
    ]);
    expect(problems[0]!.message).toBe('f.jsonl:4 (record a): the id "a" is taken by f.jsonl:1 (record a).');
  });

  it('tells every problem of every fact at once', () => {
    const facts = [{ ...ann, target: '' }, bob, { ...bob, target: 'Oslo' }];
    const { problems } = checkFacts(facts, { places });
    expect(problems.map(({ code, line }) => [code, line])).toEqual([
      ['empty-target', 1],
      ['id-repeated', 9],
      ['facts-contradict', 9],
    ]);
    const error = factsError(problems)!;
    expect(error).toMatchObject({ name: 'FactError', code: 'facts-broken', data: { problems } });
    for (const { message } of problems) expect(error.message).toContain(message);
    expect(factsError([problems[0]!])).toMatchObject({ code: 'empty-target', data: { line: 1, id: 'a' } });
    expect(factsError([{ ...problems[0]!, severity: 'warning' }])).toBeUndefined();
  });

  it('takes a hundred thousand facts', () => {
    const many = Array.from({ length: 100_000 }, (_, i) => ({ ...ann, id: `${i}`, subject: `Ann ${i}` }));
    expect(checkFacts(many).facts).toHaveLength(100_000);
  }, 30_000);
});

describe('with a tokenizer', () => {
  /** A token a character; knows lower-case letters and blanks, drops capitals' marks, has no word for digits. */
  const tokenizer: TokenizerPort = {
    vocabularySize: 300,
    addsBos: true,
    encode: (text, { specialTokens = true } = {}) => [
      ...(specialTokens ? [0] : []),
      ...[...text].filter((char) => !/\d/.test(char)).map((char) => char.codePointAt(0)!),
    ],
    decode: (ids) => String.fromCodePoint(...ids.map((id) => (id > 127 ? 63 : id))),
  };

  it('tells what makes no tokens and what is read as something else', () => {
    expect(found([ann, bob], { tokenizer })).toEqual([]);
    expect(found([{ ...ann, subject: '7', prompt: '{} lives in' }], { tokenizer })).toEqual([
      ['error', 'empty-subject', 0],
      ['warning', 'text-not-spelled', 0],
    ]);
    expect(found([{ ...ann, target: '42' }], { tokenizer })).toEqual([['error', 'empty-target', 0]]);
    const { problems } = checkFacts([{ ...ann, target: 'Köln' }], { tokenizer });
    expect(problems).toMatchObject([{ severity: 'warning', code: 'text-not-spelled', field: 'target' }]);
    expect(problems[0]!.message).toContain('"K?ln"');
  });

  it('holds prompt, target and template against the context', () => {
    // "Ann lives in Rome" and the begin-of-text token.
    const tokens = 18;
    expect(found([ann], { tokenizer, contextLength: tokens })).toEqual([]);
    expect(found([ann], { tokenizer, contextLength: tokens - 1 })).toEqual([
      ['error', 'context-exceeded', 0],
    ]);
    const templates = ['{}', 'So. {}'];
    expect(found([ann], { tokenizer, contextLength: tokens + 4, templates })).toEqual([]);
    const { problems } = checkFacts([ann], { tokenizer, contextLength: tokens + 3, templates });
    expect(problems).toMatchObject([{ code: 'context-exceeded', data: { tokens: tokens + 4 } }]);
  });
});
