import type { Distances } from './distances.js';
import { type Outcome, PHASES } from './request.js';

/** One turn of each side. */
export interface Round {
  readonly ours: Outcome;
  readonly published: Outcome;
  readonly distances: Distances;
}

const median = (values: readonly number[]) => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};
const total = ({ seconds }: Outcome) => PHASES.reduce((sum, phase) => sum + seconds[phase], 0);

/** A Markdown table: medians over the rounds, the ratio being the median of the rounds' ratios. */
export function comparisonTable(rounds: readonly Round[]): string {
  const row = (name: string, of: (outcome: Outcome) => number, write: (value: number) => string) => {
    const [published, ours] = (['published', 'ours'] as const).map((side) =>
      write(median(rounds.map((round) => of(round[side])))),
    );
    const ratio = median(rounds.map((round) => of(round.published) / of(round.ours)));
    return `| ${name} | ${published} | ${ours} | ${ratio.toFixed(1)} |`;
  };
  const seconds = (value: number) => `${value < 10 ? value.toFixed(2) : value.toFixed(0)} s`;
  const { ours, published, distances } = rounds[0]!;
  const deltas = Object.values(distances.delta);
  return [
    '| step | published, PyTorch | alphaedit | ratio |',
    '|---|---|---|---|',
    ...PHASES.map((phase) => row(phase, (outcome) => outcome.seconds[phase], seconds)),
    row('all', total, seconds),
    row(
      'memory, peak',
      ({ peakBytes }) => peakBytes,
      (bytes) => `${(bytes / 2 ** 30).toFixed(2)} GiB`,
    ),
    '',
    `‖z − z'‖/‖z'‖ ${distances.z.toExponential(1)}; ‖ΔW − ΔW'‖/‖ΔW'‖ at most ${Math.max(...deltas).toExponential(1)}; ` +
      `null dimensions ${list(ours.nullDimensions)} and ${list(published.nullDimensions)}; ` +
      `tokens ${ours.tokens} and ${published.tokens}; ` +
      `steps in all ${sum(ours.steps)} and ${sum(published.steps)}.`,
    '',
    `Ours: ${ours.versions.engine}. Published: PyTorch ${published.versions.torch}.`,
  ].join('\n');
}

const list = (record: Readonly<Record<string, number>>) => Object.values(record).join(', ');
const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
