import type { Fact, ModelPort } from '@alphaedit/spec';
import { describe, expect, it } from 'vitest';
import { checkedFact } from './checked-fact.js';
import { targetRows } from './subject-rows.js';

/** Ids are pieces of text: those listed, else single characters. `prepend` goes before every text. */
function modelOf(pieces: readonly string[], prepend = '') {
  const vocabulary: string[] = [];
  const idOf = (piece: string) => {
    if (!vocabulary.includes(piece)) vocabulary.push(piece);
    return vocabulary.indexOf(piece);
  };
  const encode = (text: string) => {
    const ids: number[] = [];
    const whole = prepend + text;
    for (let at = 0; at < whole.length; ) {
      const piece = pieces.find((one) => whole.startsWith(one, at)) ?? whole[at]!;
      ids.push(idOf(piece));
      at += piece.length;
    }
    return ids;
  };
  const read = (ids: readonly number[]) => ids.map((id) => vocabulary[id]!);
  const decode = (ids: readonly number[]) => read(ids).join('').slice(prepend.length);
  const model = { tokenizer: { encode, decode }, info: { contextLength: 12 } } as unknown as ModelPort;
  const rows = (fact: Fact, compat?: 'official') =>
    targetRows(model, checkedFact(fact), ['{}', 'So. {}'], compat).map(({ ids, lookup, target }) => ({
      ids: read(ids),
      subject: read(ids)[lookup],
      target: read(target),
    }));
  return rows;
}

const fact: Fact = { subject: 'Ada', prompt: '{} speaks', target: 'old Greek' };
const WORDS = [' Ada', 'Ada', ' speaks', ' old', ' Greek', 'So', '.'];

describe('targetRows', () => {
  it('are the prompt in every context and the target but its last token', () => {
    expect(modelOf(WORDS)(fact)).toEqual([
      { ids: ['Ada', ' speaks', ' old'], subject: 'Ada', target: [' old', ' Greek'] },
      { ids: ['So', '.', ' Ada', ' speaks', ' old'], subject: ' Ada', target: [' old', ' Greek'] },
    ]);
  });

  it('have no blank that the tokenizer puts before every text', () => {
    const prepending = modelOf([...WORDS, ' So'], ' ');
    expect(prepending(fact)[0]).toEqual({
      ids: [' Ada', ' speaks', ' old'],
      subject: ' Ada',
      target: [' old', ' Greek'],
    });
    expect(prepending(fact, 'official')[0]!.target).toEqual([' ', ' old', ' Greek']);
  });

  it('have no blank in a script without blanks', () => {
    expect(modelOf(['法国', '首都'])({ subject: '法国', prompt: '{}的首都是', target: '巴黎' })[0]).toEqual({
      ids: ['法国', '的', '首都', '是', '巴'],
      subject: '法国',
      target: ['巴', '黎'],
    });
  });

  it('begin earlier where a token covers the seam, but never before the subject has ended', () => {
    const merging = modelOf(['首都', '是巴', '黎', '国是', '法']);
    expect(merging({ subject: '法国', prompt: '{}首都是', target: '巴黎' })[0]).toEqual({
      ids: ['法', '国', '首都', '是巴'],
      subject: '国',
      target: ['是巴', '黎'],
    });
    // Joint, "国是" would be one token: the subject keeps its own.
    expect(merging({ subject: '法国', prompt: '{}', target: '是首都' })[0]).toEqual({
      ids: ['法', '国', '是'],
      subject: '国',
      target: ['是', '首都'],
    });
  });

  it('sets one blank where the prompt ends with one', () => {
    const trailing = { ...fact, prompt: '{} speaks ' };
    expect(modelOf(WORDS)(trailing)).toEqual(modelOf(WORDS)(fact));
  });

  it('refuses what does not fit, and a target that adds nothing', () => {
    expect(() => modelOf([])(fact)).toThrowError(expect.objectContaining({ code: 'context-exceeded' }));
    const rows = modelOf(WORDS);
    expect(() => rows({ ...fact, prompt: '{} speaks ', target: ' ' })).toThrowError(
      expect.objectContaining({ code: 'empty-target' }),
    );
  });
});
