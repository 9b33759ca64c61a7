import { type AverageTrace, type EffectKind, type FactTrace, ROLE_NAMES } from '@alphaedit/locate';
import { questionOf } from '@alphaedit/spec';
import { besideOrBelow, shadedMap } from './shaded-map.js';
import { rolesOf, showInterval } from './trace-document.js';
import { kindName } from './trace-pictures.js';

const legend = (most: number) =>
  `Shades: █ ${most.toFixed(2)}, ▓ ${(0.75 * most).toFixed(2)}, ▒ ${(most / 2).toFixed(2)}, ░ ${(most / 4).toFixed(2)} of probability brought back.`;

/** One fact for a terminal. */
export function factText(trace: FactTrace): string {
  const { tokens, subject, effects, window, answer, high, low, lowError, question } = trace;
  const rows = tokens.map((token, t) => `${t >= subject.first && t < subject.end ? '*' : ' '}${token}`);
  const maps = (Object.keys(effects) as EffectKind[]).map((kind) => {
    const values = tokens.map((_, token) => effects[kind]!.map((row) => row[token]!));
    return shadedMap({ title: kindName(kind, window), rows, values, most: trace.totalEffect });
  });
  return [
    `${questionOf(question)} →${answer.token}`,
    `p = ${high.toFixed(3)}, with the subject (*) corrupted ${low.toFixed(3)} ± ${lowError.toFixed(3)}`,
    '',
    besideOrBelow(maps, process.stdout.columns ?? 100),
    '',
    legend(trace.totalEffect),
  ].join('\n');
}

/** An average for a terminal. */
export function averageText(
  average: AverageTrace,
  counts: { readonly asked: number; readonly known: number } | undefined,
): string {
  const roles = rolesOf(average);
  const { effects, window, blocks, high, low, totalEffect } = average;
  const rows = [...roles.map((role) => ROLE_NAMES[role]), 'all subject tokens'];
  const maps = (Object.keys(effects) as EffectKind[]).map((kind) => {
    const line = (values: readonly { readonly mean: number }[] | undefined) =>
      values?.map(({ mean }) => mean) ?? Array<number>(blocks).fill(0);
    const values = [...roles.map((role) => line(effects[kind]![role])), line(average.subjectEffects[kind])];
    return shadedMap({ title: kindName(kind, window), rows, values, most: totalEffect.mean });
  });
  return [
    `${average.facts} facts${counts ? ` (${counts.asked} asked until these were known)` : ''}`,
    `p = ${showInterval(high)}, with the subject corrupted ${showInterval(low)}; total effect ${showInterval(totalEffect)}`,
    '',
    besideOrBelow(maps, process.stdout.columns ?? 100),
    '',
    legend(totalEffect.mean),
  ].join('\n');
}
