import type { Fact } from '../fact.js';
import { questionOf } from './question-of.js';

/** A text without differences that do not show: Unicode normal form, kind and number of blanks. */
const plainText = (text: string): string => text.normalize('NFC').split(/\s/).filter(Boolean).join(' ');

/**
 * What a fact asks, without differences that do not show. Two facts ask the same question where this is the same text.
 *
 * @example questionKey({ subject: 'Ann', prompt: '{}  lives in' }) // 'Ann lives in'
 */
export const questionKey = (fact: Pick<Fact, 'prompt' | 'subject'>): string => plainText(questionOf(fact));

/** Whether two facts of the same question give it the same answer. */
export const sameAnswer = (a: Pick<Fact, 'target'>, b: Pick<Fact, 'target'>): boolean =>
  plainText(a.target) === plainText(b.target);
