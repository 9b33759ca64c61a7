import { planEdit } from '@alphaedit/editors';
import type { EditorRequirement, Statistics } from '@alphaedit/spec';
import { AlphaEditError, StatisticsError } from '@alphaedit/spec';
import { ensure } from '../../conformance-error.js';
import { type EditorBench, planOf } from '../editor-bench.js';

/** What it requires it uses, and only that; where it is missing, the error says so. */
export async function statistics(bench: EditorBench): Promise<void> {
  const editor = await bench.editor();
  const request = await bench.request();
  const whole = request.statistics!;
  const used = new Set<EditorRequirement>();
  const noting: Statistics = {
    ...whole,
    secondMoment(layer) {
      used.add('secondMoment');
      return whole.secondMoment(layer);
    },
    projector(layer, threshold) {
      used.add('projector');
      return whole.projector(layer, threshold);
    },
  };
  planOf(await bench.observe({ editor: bench.makeEditor(), changes: { statistics: noting } }));
  for (const requirement of ['secondMoment', 'projector'] as const) {
    const declared = editor.requires.includes(requirement);
    ensure(
      declared === used.has(requirement),
      declared
        ? `It requires ${requirement} and does not use it.`
        : `It uses ${requirement} and does not say so.`,
      'List in `requires` what doPlan takes from the statistics: no more, no less.',
    );
  }
  for (const requirement of editor.requires) {
    const without: Statistics = { ...whole, [requirement]: () => Promise.reject(missing(requirement)) };
    const seen = await bench.observe({ editor: bench.makeEditor(), changes: { statistics: without } });
    ensure(
      AlphaEditError.isInstance(seen.error),
      `Without the ${requirement}, planning ${seen.plan ? 'went on to its end' : `threw ${seen.error}`}.`,
      'Let the StatisticsError through.',
      seen.error,
    );
    ensure(
      seen.tensors === 0,
      `Without the ${requirement}, planning left ${seen.tensors} tensors alive.`,
      'Dispose in finally.',
    );
  }
  const none = { ...request, statistics: undefined };
  const answer = await planEdit(editor, none).catch((error: unknown) => error);
  if (editor.requires.length === 0) return;
  ensure(
    AlphaEditError.isInstance(answer),
    `Without statistics, planning did not throw a typed error.`,
    'Throw a StatisticsError "statistics-missing".',
    answer,
  );
}

const missing = (requirement: string) =>
  new StatisticsError({
    code: 'statistics-missing',
    message: `There is no ${requirement}: taken away on purpose.`,
    hint: 'Let this error through.',
  });
