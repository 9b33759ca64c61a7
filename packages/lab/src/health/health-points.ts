import { factCount, openRun, type Run } from '@alphaedit/artifacts/node';

/** A run folder as it was read. */
export type HealthRun = Pick<Run, 'directory' | 'manifest' | 'batches' | 'additions'>;

/** Facts of a run, those still to be edited among them. */
export const healthFacts = (run: HealthRun): number => factCount(run);

/** Reads a run folder. @throws {EditError} `no-run`, `run-broken` */
export const openHealthRun = (directory: string): Promise<HealthRun> => openRun(directory);

/** How the model stood after one batch, as far as it was measured. */
export interface HealthPoint {
  readonly batch: number;
  /** Facts edited by then. */
  readonly facts: number;
  /** Perplexity of the model's own text, as a multiple of what it was before the run. */
  readonly perplexityRatio?: number;
  /** ‖W − W₀‖ / ‖W₀‖ of the whole change so far, by layer. */
  readonly weightRatio?: Readonly<Record<string, number>>;
  /** Overlap of the leading singular vectors with those of W₀, by layer. */
  readonly subspaceOverlap?: Readonly<Record<string, number>>;
  /** Share of the batch's facts that the model says. */
  readonly lastSaid?: number;
  /** Share of the first facts of the run that it says. */
  readonly firstSaid?: number;
  /** Share of the time of the batch that measuring took. */
  readonly cost?: number;
}

/** The health of a run, batch by batch. */
export function healthPoints({ batches }: HealthRun): HealthPoint[] {
  const share = ({ said, of }: { readonly said: number; readonly of: number }) =>
    of === 0 ? undefined : said / of;
  return batches.map(({ batch, to, seconds, perplexityRatio, health }) => ({
    batch,
    facts: to,
    perplexityRatio,
    ...(health && {
      weightRatio: health.weightRatio,
      subspaceOverlap: health.subspaceOverlap,
      lastSaid: share(health.lastSaid),
      firstSaid: health.firstSaid && share(health.firstSaid),
      cost: seconds > 0 ? health.seconds / seconds : undefined,
    }),
  }));
}

/** Layers of which something was measured, ascending. */
export function measuredLayers(points: readonly HealthPoint[]): string[] {
  return [...new Set(points.flatMap(({ weightRatio = {} }) => Object.keys(weightRatio)))].sort(
    (a, b) => Number(a) - Number(b),
  );
}
