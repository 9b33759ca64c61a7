import type { Fact } from '../fact.js';
import { promptPieces } from './prompt-pieces.js';

/**
 * What a fact asks, as a model reads it: its prompt with the subject at its place.
 *
 * @example questionOf({ subject: 'Ann', prompt: '{} lives in', target: 'Rome' }) // 'Ann lives in'
 */
export function questionOf({ prompt, subject }: Pick<Fact, 'prompt' | 'subject'>): string {
  return promptPieces(prompt).join(subject);
}
