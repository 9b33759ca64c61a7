import { type Fact, questionOf } from '@alphaedit/spec';
import { type Contest, newAgainstOld } from './contest.js';

/**
 * Efficacy: the new answer t* against the old one t° on the edit's own prompt p(s). In preference form the
 * record is 1 where NLL(t* | p(s)) < NLL(t° | p(s)).
 */
export function efficacyContests(fact: Fact): Contest[] {
  return [newAgainstOld(fact, questionOf(fact))];
}
