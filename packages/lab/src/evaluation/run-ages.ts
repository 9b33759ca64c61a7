import { type Run, readRunFacts } from '@alphaedit/artifacts/node';
import { type Report, type Retention, retention } from '@alphaedit/eval';
import type { Fact } from '@alphaedit/spec';

const key = ({ subject, prompt, target }: Fact) => JSON.stringify([subject, prompt, target]);

/**
 * Figures by age of the edit: which batch of the run each measured fact was edited in, matched by subject,
 * prompt and target. Nothing for a run of one batch or a report about none of its facts.
 */
export async function runAges(
  run: Run,
  facts: readonly Fact[],
  report: Report,
  groups: number,
): Promise<Retention | undefined> {
  if (run.batches.length < 2) return undefined;
  const edited = await readRunFacts(run);
  const batchOf = new Map<string, number>();
  for (const { batch, from, to } of run.batches) {
    for (const fact of edited.slice(from, to)) batchOf.set(key(fact), batch - 1);
  }
  const batches = facts.map((fact) => batchOf.get(key(fact)));
  if (batches.every((batch) => batch === undefined)) return undefined;
  return retention(report, { batches, sizes: run.batches.map(({ from, to }) => to - from), groups });
}
