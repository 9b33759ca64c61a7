import type { Warning } from '@alphaedit/spec';
import { SettingsError } from '@alphaedit/spec';
import type { AverageTrace } from './average-traces.js';
import type { MeanInterval } from './mean-interval.js';
import { windowAround } from './restoration-window.js';

/** Share of the peak that the effect has to reach for a block to be taken. */
const SHARE_OF_PEAK = 0.5;
/** The published settings edit five blocks (six in GPT-J). */
const MOST_LAYERS = 5;
/** Below this share of the total effect a peak is no site. */
const CLEAR_SHARE = 0.05;

/** Layers to edit, and what speaks for them. */
export interface LayerRecommendation {
  /** Blocks to edit, ascending and next to one another. */
  readonly layers: readonly number[];
  /** The block at which the effect peaks, and the effect there. */
  readonly peak: { readonly block: number; readonly effect: MeanInterval };
  /** The rule and how it was met, sentence by sentence. */
  readonly reasoning: readonly string[];
  readonly warnings: readonly Warning[];
}

/**
 * Which blocks to edit: those around the peak of the average indirect effect of the MLPs at the subject's
 * last token, the early site of a fact.
 *
 * Where no single token shows it (its interval holds 0, or it is under 5 % of the total effect), the effect
 * with all tokens of the subject restored at once is taken instead, if that one is clear.
 *
 * The rule: from the block of the largest effect on, neighbours are added, at each step the one with the
 * larger effect, as long as it has at least half of the peak's; at most five blocks. The last block of the
 * model is never taken: the value is stored at the output of the last edited block and has to be read behind
 * it.
 *
 * @throws {SettingsError} `no-mlp-effect` where the traces hold no MLP effect at a subject's last token
 * @see Meng et al. 2023, "Mass-Editing Memory in a Transformer", §4.1
 */
export function recommendLayers(average: AverageTrace): LayerRecommendation {
  const usable = Math.max(1, average.blocks - 1);
  const atLast = average.effects.mlp?.subjectLast?.slice(0, usable);
  const whole = average.subjectEffects.mlp?.slice(0, usable);
  if (!atLast) {
    throw new SettingsError({
      code: 'no-mlp-effect',
      message: 'No MLP effect was traced at the last token of a subject.',
      hint: 'Trace the kind "mlp" on prompts that go on behind their subject.',
    });
  }
  const isClear = (effects: readonly MeanInterval[] | undefined) =>
    effects !== undefined && clear(effects[peakOf(effects)]!, average);
  const bySubject = !isClear(atLast) && isClear(whole);
  const measured = bySubject ? whole! : atLast;
  const effect = (block: number) => measured[block]?.mean ?? Number.NEGATIVE_INFINITY;
  const peak = peakOf(measured);
  const least = SHARE_OF_PEAK * effect(peak);
  let [from, to] = [peak, peak];
  while (to - from + 1 < MOST_LAYERS) {
    const up = effect(to + 1) >= effect(from - 1);
    const next = up ? effect(to + 1) : effect(from - 1);
    if (next < least || next <= 0) break;
    if (up) to++;
    else from--;
  }
  const layers = Array.from({ length: to - from + 1 }, (_, i) => from + i);
  const reasoning = reasons(average, { atLast, measured, bySubject }, peak, layers);
  return {
    layers,
    peak: { block: peak, effect: measured[peak]! },
    reasoning,
    warnings: clear(measured[peak]!, average) ? [] : [noEarlySite(measured[peak]!, average)],
  };
}

const show = ({ mean, ci95 }: MeanInterval) =>
  `${mean.toFixed(3)}${ci95 ? ` [${ci95[0].toFixed(3)}, ${ci95[1].toFixed(3)}]` : ''}`;

function reasons(
  { window, blocks, totalEffect }: AverageTrace,
  {
    atLast,
    measured,
    bySubject,
  }: {
    readonly atLast: readonly MeanInterval[];
    readonly measured: readonly MeanInterval[];
    readonly bySubject: boolean;
  },
  peak: number,
  layers: readonly number[],
): string[] {
  const { from, to } = windowAround(peak, window, blocks);
  const restored = to - from === 1 ? `block ${from}` : `blocks ${from}–${to - 1}`;
  const share = (100 * measured[peak]!.mean) / totalEffect.mean;
  const place = bySubject ? 'at all tokens of the subject at once' : "at the subject's last token";
  return [
    ...(bySubject
      ? [
          `No single token holds the subject: at its last one the MLPs bring back at most ${show(atLast[peakOf(atLast)]!)}, so all its tokens are taken together.`,
        ]
      : []),
    `Restoring the MLP outputs around block ${peak} (${restored}) ${place} brings back most: ${show(measured[peak]!)} of probability, ${share.toFixed(0)} % of what corruption takes (${show(totalEffect)}); ${measured[peak]!.n} ${measured[peak]!.n === 1 ? 'fact' : 'facts'}.`,
    `Blocks next to the peak are taken while their effect is at least half of the peak's, ${MOST_LAYERS} at most and not the last of the model: ${layers.map((block) => `${block} (${measured[block]!.mean.toFixed(3)})`).join(', ')}.`,
  ];
}

function peakOf(effects: readonly MeanInterval[]): number {
  return effects.reduce((best, { mean }, block) => (mean > effects[best]!.mean ? block : best), 0);
}

/** Whether a peak is a site: above 0 with its interval, and a share of the total effect that counts. */
const clear = ({ mean, ci95 }: MeanInterval, { totalEffect }: AverageTrace) =>
  (ci95 === undefined || ci95[0] > 0) && mean >= CLEAR_SHARE * totalEffect.mean;

const noEarlySite = (peak: MeanInterval, { totalEffect }: AverageTrace): Warning => ({
  code: 'no-early-site',
  message: `The MLPs bring back only ${show(peak)} at the subject: the early site hardly shows, and the layers recommended are a weak guess.`,
  data: { peak: peak.mean, totalEffect: totalEffect.mean },
});
