export interface Step {
  readonly step: number;
  readonly steps: number;
  readonly loss: number;
  readonly targetProbability: number;
}

const WIDTH = 320;
const HEIGHT = 96;
const MARGIN = 6;

/** The search for the new value, step by step: loss going down, probability of the new answer going up. */
export function LossCurve({ steps, target }: { readonly steps: readonly Step[]; readonly target: string }) {
  const last = steps.at(-1);
  if (!last) return null;
  const most = Math.max(...steps.map(({ loss }) => loss));
  const x = (step: number) => MARGIN + ((WIDTH - 2 * MARGIN) * (step - 1)) / Math.max(1, last.steps - 1);
  const y = (share: number) => HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * share;
  const line = (value: (step: Step) => number) =>
    steps.map((step) => `${x(step.step).toFixed(1)},${y(value(step)).toFixed(1)}`).join(' ');
  const words = `Step ${last.step} of ${last.steps}: loss ${last.loss.toFixed(2)}, probability of “${target.trim()}” ${percent(last.targetProbability)}.`;
  return (
    <figure class="curve">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={words}>
        <line class="axis" x1={MARGIN} x2={WIDTH - MARGIN} y1={y(0)} y2={y(0)} />
        <polyline class="loss" points={line(({ loss }) => loss / most)} />
        <polyline class="probability" points={line(({ targetProbability }) => targetProbability)} />
      </svg>
      <figcaption>
        <span class="key loss-key">loss</span>
        <span class="key probability-key">probability of “{target.trim()}”</span>
        <span class="curve-words">{words}</span>
      </figcaption>
    </figure>
  );
}

/** A probability for people: `97 %`, `0.3 %`. */
export function percent(share: number): string {
  const value = share * 100;
  return `${value >= 10 || value === 0 ? Math.round(value) : value >= 0.1 ? value.toFixed(1) : '< 0.1'}\u00a0%`;
}
