import { describe, expect, it } from 'vitest';
import { continuationText } from './continuation-text.js';

describe('continuationText', () => {
  it.each([
    ['The capital of France is', 'Paris', ' Paris'],
    ['The capital of France is', ' Paris', ' Paris'],
    ['The capital of France is', '\nParis', '\nParis'],
    ['', 'Paris', ' Paris'],
    ['It ended in', '1949', ' 1949'],
    ['She said:', '"no"', ' "no"'],
    ['한국의 수도는', '서울', ' 서울'],
    ['Столица Франции —', 'Париж', ' Париж'],
    ['The word for cat is', '猫', ' 猫'],
    ['I like', '🍎', ' 🍎'],
  ])('puts a blank between "%s" and "%s"', (prompt, target, text) => {
    expect(continuationText(prompt, target)).toBe(text);
  });

  it.each([
    ['The capital of France is ', 'Paris'],
    ['The capital of France is ', ' Paris'],
    ['The capital of France is\u00a0', 'Paris'],
    ['Answer:\n', 'Paris'],
    ['Answer:\t', '  Paris'],
  ])('sets none twice: "%s" and "%s"', (prompt, target) => {
    expect(continuationText(prompt, target)).toBe('Paris');
  });

  it.each([
    ['法国的首都是', '巴黎'],
    ['法国的首都是', 'Paris'],
    ['中华人民共和国成立于', '1949年'],
    ['中华人民共和国成立于1949', '年'],
    ['我喜欢🍎和', '香蕉'],
    ['答案：', '巴黎'],
    ['Answer：', '巴黎'],
    ['答案是“', '巴黎'],
    ['フランスの首都は', 'パリ'],
    ['エッフェルタワー', 'です'],
    ['เมืองหลวงของฝรั่งเศสคือ', 'ปารีส'],
    ['ເມືອງຫຼວງຂອງຝຣັ່ງແມ່ນ', 'ປາຣີ'],
    ['រដ្ឋធានីរបស់បារាំងគឺ', 'ប៉ារីស'],
    ['ပြင်သစ်နိုင်ငံ၏မြို့တော်မှာ', 'ပါရီ'],
    ['', '巴黎'],
    ['2024: ', '巴黎'],
    ['1 + 1 =', '二'],
  ])('joins "%s" and "%s"', (prompt, target) => {
    expect(continuationText(prompt, target)).toBe(target);
  });

  it('keeps the blank that somebody wrote in a script without blanks', () => {
    expect(continuationText('法国的首都是', ' 巴黎')).toBe(' 巴黎');
  });

  it('is the same when it is asked again', () => {
    for (const prompt of ['It is', 'It is ', '首都是', ''])
      for (const target of ['Paris', ' Paris', '巴黎', '.']) {
        const once = continuationText(prompt, target);
        expect(continuationText(prompt, once)).toBe(once);
      }
  });
});
