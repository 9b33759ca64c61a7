import { type AverageTrace, type EffectKind, type FactTrace, ROLE_NAMES } from '@alphaedit/locate';
import { heatMap, linePlot } from '@alphaedit/report';
import { rolesOf } from './trace-document.js';

/** What a kind of effect is called in figures. */
export function kindName(kind: EffectKind, window: number): string {
  const blocks = window === 1 ? '1 block' : `${window} blocks`;
  return {
    hidden: 'output of a block',
    mlp: `MLP of ${blocks}`,
    attention: `attention of ${blocks}`,
    severedMlp: 'output of a block, later MLPs severed',
    severedAttention: 'output of a block, later attention severed',
  }[kind];
}

const FILE_NAMES: Readonly<Record<EffectKind, string>> = {
  hidden: 'hidden',
  mlp: 'mlp',
  attention: 'attention',
  severedMlp: 'severed-mlp',
  severedAttention: 'severed-attention',
};

const numbers = (count: number) => Array.from({ length: count }, (_, block) => block);

/** Pictures of one fact: a heat map per kind, by file name. */
export async function factPictures(trace: FactTrace): Promise<Map<string, string>> {
  const pictures = new Map<string, string>();
  const { tokens, subject, totalEffect } = trace;
  const rows = tokens.map((token, t) => (t >= subject.first && t < subject.end ? `${token}*` : token));
  for (const [kind, effects] of entries(trace.effects)) {
    const svg = await heatMap({
      title: `Restoring the ${kindName(kind, trace.window)}`,
      rows,
      columns: numbers(effects.length),
      values: tokens.map((_, token) => effects.map((row) => row[token]!)),
      x: 'block',
      y: 'token (* subject)',
      value: {
        label: `probability of “${trace.answer.token.trim()}” brought back`,
        min: 0,
        max: Math.max(totalEffect, 0.001),
      },
    });
    pictures.set(`${FILE_NAMES[kind]}.svg`, svg);
  }
  return pictures;
}

/** Pictures of an average: per kind a heat map and lines with 95 % bands, by token role. */
export async function averagePictures(average: AverageTrace): Promise<Map<string, string>> {
  const pictures = new Map<string, string>();
  const roles = rolesOf(average);
  const { blocks, window, facts } = average;
  const most = Math.max(average.totalEffect.mean, 0.001);
  for (const [kind, byRole] of entries(average.effects)) {
    const name = kindName(kind, window);
    const heat = await heatMap({
      title: `Restoring the ${name}: average over ${facts} facts`,
      rows: roles.map((role) => ROLE_NAMES[role]),
      columns: numbers(blocks),
      values: roles.map((role) => numbers(blocks).map((block) => byRole[role]?.[block]?.mean ?? null)),
      x: 'block',
      value: { label: 'average indirect effect', min: 0, max: most },
    });
    pictures.set(`${FILE_NAMES[kind]}.svg`, heat);
    const series = roles.flatMap((role) => {
      const line = byRole[role];
      if (!line) return [];
      const points = line.map(({ mean, ci95 }, block) => [block, mean, ci95?.[0], ci95?.[1]] as const);
      return [{ name: ROLE_NAMES[role], points }];
    });
    const whole = average.subjectEffects[kind]!;
    series.push({
      name: 'all subject tokens at once',
      points: whole.map(({ mean, ci95 }, block) => [block, mean, ci95?.[0], ci95?.[1]] as const),
    });
    const lines = await linePlot({
      title: `Restoring the ${name}: average over ${facts} facts, 95 % bands`,
      x: 'block',
      y: 'average indirect effect',
      series,
    });
    pictures.set(`${FILE_NAMES[kind]}-lines.svg`, lines);
  }
  return pictures;
}

/** Entries of a record by kind, without the kinds it lacks. */
function entries<T>(record: Readonly<Partial<Record<EffectKind, T>>>): [EffectKind, T][] {
  return (Object.entries(record) as [EffectKind, T | undefined][]).filter(
    (entry): entry is [EffectKind, T] => entry[1] !== undefined,
  );
}
