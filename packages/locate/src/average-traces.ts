import { SettingsError } from '@alphaedit/spec';
import { type MeanInterval, meanInterval } from './mean-interval.js';
import type { EffectKind } from './restoration.js';
import { TOKEN_ROLES, type TokenRole, tokenRoles } from './token-role.js';
import type { FactTrace } from './trace-fact.js';

/** Average indirect effects by kind, role and block: `effects.mlp.subjectLast[block]`. */
export type AverageEffects = Readonly<
  Partial<Record<EffectKind, Readonly<Partial<Record<TokenRole, readonly MeanInterval[]>>>>>
>;

/** Traces of several facts, averaged. Plain data. */
export interface AverageTrace {
  readonly facts: number;
  readonly blocks: number;
  readonly window: number;
  readonly high: MeanInterval;
  readonly low: MeanInterval;
  /** Average total effect. */
  readonly totalEffect: MeanInterval;
  /** Average indirect effects; a role that no prompt has a token for is absent. */
  readonly effects: AverageEffects;
  /** The same with all tokens of the subject restored at once, by kind and block. */
  readonly subjectEffects: Readonly<Partial<Record<EffectKind, readonly MeanInterval[]>>>;
}

/**
 * Mean over facts of the mean over a fact's tokens of each role, with 95 % intervals over facts.
 *
 * @throws {SettingsError} `no-traces`, `traces-differ` for traces of other kinds, depths or windows
 */
export function averageTraces(traces: readonly FactTrace[]): AverageTrace {
  const [first] = traces;
  if (!first) {
    throw new SettingsError({
      code: 'no-traces',
      message: 'There is no trace to average.',
      hint: 'Trace at least one fact that the model knows.',
    });
  }
  const kinds = Object.keys(first.effects) as EffectKind[];
  const blocks = first.effects[kinds[0]!]!.length;
  for (const { effects, window } of traces) {
    const alike =
      window === first.window &&
      Object.keys(effects).join() === kinds.join() &&
      effects[kinds[0]!]!.length === blocks;
    if (alike) continue;
    throw new SettingsError({
      code: 'traces-differ',
      message: 'Traces of different models, windows or kinds cannot be averaged.',
      hint: 'Average traces made by one call.',
    });
  }
  const roles = traces.map(({ tokens, subject }) => tokenRoles(tokens.length, subject));
  const averaged = (kind: EffectKind, role: TokenRole): MeanInterval[] | undefined => {
    const having = traces.flatMap((trace, f) => {
      const places = [...roles[f]!.keys()].filter((token) => roles[f]![token] === role);
      return places.length > 0 ? [{ trace, places }] : [];
    });
    if (having.length === 0) return undefined;
    return Array.from({ length: blocks }, (_, block) => {
      const values = having.map(({ trace, places }) => {
        const row = trace.effects[kind]![block]!;
        return places.reduce((sum, token) => sum + row[token]!, 0) / places.length;
      });
      return meanInterval(values)!;
    });
  };
  const effects = Object.fromEntries(
    kinds.map((kind) => [
      kind,
      Object.fromEntries(
        TOKEN_ROLES.flatMap((role) => {
          const byBlock = averaged(kind, role);
          return byBlock ? [[role, byBlock]] : [];
        }),
      ),
    ]),
  );
  const over = (of: (trace: FactTrace) => number) => meanInterval(traces.map(of))!;
  return {
    facts: traces.length,
    blocks,
    window: first.window,
    high: over(({ high }) => high),
    low: over(({ low }) => low),
    totalEffect: over(({ totalEffect }) => totalEffect),
    effects,
    subjectEffects: Object.fromEntries(
      kinds.map((kind) => [
        kind,
        Array.from({ length: blocks }, (_, block) => over((trace) => trace.subjectEffects[kind]![block]!)),
      ]),
    ),
  };
}
