import type { Fact } from '../fact.js';
import { trimBlanks } from './blanks.js';
import type { Finding } from './fact-problem.js';
import { quoted } from './quoted.js';

/** Half of a character of two, or the sign that stands for bytes which were no text. */
const BROKEN = /\p{Surrogate}|\ufffd/u;

/** What a fact may say on purpose but hardly does. */
export function findDoubts(fact: Fact): Finding[] {
  const { target, truth } = fact;
  const findings: Finding[] = [];
  if (truth !== undefined && same(target, truth)) {
    findings.push({
      severity: 'warning',
      code: 'target-is-truth',
      message: `the target ${quoted(target)} is the old answer, too`,
      hint: 'Give the answer that shall change as truth, the new one as target, or leave the fact out.',
      field: 'target',
    });
  }
  for (const field of ['subject', 'prompt', 'target'] as const) {
    if (!BROKEN.test(fact[field])) continue;
    findings.push({
      severity: 'warning',
      code: 'broken-text',
      message: `the ${field} ${quoted(fact[field])} holds what is no character`,
      hint: 'It was lost when the text was cut or read in another encoding: take the text from its source again.',
      field,
    });
  }
  return findings;
}

/** Whether two answers are the same words. */
function same(a: string, b: string): boolean {
  return trimBlanks(a).normalize('NFC') === trimBlanks(b).normalize('NFC');
}
