import {
  type AverageTrace,
  type EffectKind,
  type FactTrace,
  type LayerRecommendation,
  type MeanInterval,
  ROLE_NAMES,
  TOKEN_ROLES,
  type TokenRole,
} from '@alphaedit/locate';
import { questionOf } from '@alphaedit/spec';

/** What `trace --json` holds of one prompt. `effects` are indirect effects, `[block][token]`. */
export function factDocument(trace: FactTrace): object {
  const { question, tokens, subject, answer, high, low, lowError, totalEffect, effects, window } = trace;
  return {
    prompt: questionOf(question),
    subject: question.subject,
    ...(question.id !== undefined && { id: question.id }),
    tokens,
    subjectTokens: [subject.first, subject.end],
    answer: answer.token,
    answerId: answer.id,
    high,
    low,
    lowError,
    totalEffect,
    effects,
    subjectEffects: trace.subjectEffects,
    window,
  };
}

/** The roles some prompt has a token for. */
export const rolesOf = ({ effects }: AverageTrace): TokenRole[] =>
  TOKEN_ROLES.filter((role) => Object.values(effects).some((byRole) => byRole?.[role]));

/**
 * The same of an average: the roles stand for the tokens, `effects` are means `[block][role]`, and
 * `intervals` the means with their 95 % intervals, by kind and role.
 */
export function averageDocument(average: AverageTrace): object {
  const roles = rolesOf(average);
  const { facts, high, low, totalEffect, effects, subjectEffects, window, blocks } = average;
  const kinds = Object.keys(effects) as EffectKind[];
  const means = (kind: EffectKind) =>
    Array.from({ length: blocks }, (_, block) =>
      roles.map((role) => effects[kind]?.[role]?.[block]?.mean ?? null),
    );
  return {
    facts,
    tokens: roles.map((role) => ROLE_NAMES[role]),
    roles,
    high: high.mean,
    low: low.mean,
    totalEffect: totalEffect.mean,
    effects: Object.fromEntries(kinds.map((kind) => [kind, means(kind)])),
    subjectEffects: Object.fromEntries(
      kinds.map((kind) => [kind, subjectEffects[kind]!.map(({ mean }) => mean)]),
    ),
    intervals: { high, low, totalEffect, effects, subjectEffects },
    window,
  };
}

export function recommendationDocument(recommendation: LayerRecommendation | undefined): object {
  return {
    recommendedLayers: recommendation?.layers ?? [],
    reasoning: recommendation?.reasoning ?? [],
  };
}

export const showInterval = ({ mean, ci95 }: MeanInterval): string =>
  `${mean.toFixed(3)}${ci95 ? ` [${ci95[0].toFixed(3)}, ${ci95[1].toFixed(3)}]` : ''}`;
