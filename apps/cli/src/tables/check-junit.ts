import type { ModelCheck } from '@alphaedit/core/node';
import { junitXml } from '@alphaedit/report';
import { questionOf } from '@alphaedit/spec';

const yes = (holds: boolean) => (holds ? 'yes' : 'no');

/** A check as JUnit XML: a test for each fact, with what the model says as its output. */
export function checkJunit({ answers }: ModelCheck, seconds: number): string {
  const tests = answers.map(({ number, fact, said, says, contains, holds }) => ({
    name: `#${number} ${questionOf(fact)} → ${fact.target}`,
    output: said,
    ...(!holds && {
      failure: `says "${said}", not "${fact.target}" (plain: ${yes(says)}, generated: ${yes(contains)})`,
    }),
  }));
  return junitXml({ name: 'alphaedit check', seconds, tests });
}
