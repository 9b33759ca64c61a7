import type { Fact } from '@alphaedit/spec';
import { type Contest, newAgainstOld } from './contest.js';

/**
 * Generalization: the new answer t* against the old one t° on the paraphrases p′. In preference form the
 * record is the share of paraphrases with NLL(t* | p′) < NLL(t° | p′).
 */
export function generalizationContests(fact: Fact): Contest[] {
  return (fact.paraphrases ?? []).map((prompt) => newAgainstOld(fact, prompt));
}
