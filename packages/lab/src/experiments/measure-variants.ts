import { evaluate, hiddenShift, hiddenStates, perplexity, type Report, type Share } from '@alphaedit/eval';
import type { Editor, EditSettings } from '@alphaedit/spec';
import { AlphaEditError } from '@alphaedit/spec';
import type { LabWork } from '../lab-work.js';
import { editSequentially } from './edit-sequentially.js';
import type { Laboratory } from './open-laboratory.js';
import { SAID_AFTER_EDITED } from './said-options.js';

/** An editor with settings, to be set beside others on the same facts. */
export interface Variant {
  readonly name: string;
  readonly editor: Editor;
  readonly settings: EditSettings;
}

/** What a model is worth after a sequential run: preference form where facts have old answers. */
export interface Measured {
  readonly efficacy?: Share;
  readonly generalization?: Share;
  readonly specificity?: Share;
  /** Share of the edited prompts after which the model writes the new answer; not along the run. */
  readonly said?: Share;
  /** Harmonic mean of the three. */
  readonly score?: number;
  /** On held-out text; absent where there is none. */
  readonly perplexity?: number;
}

export interface VariantResult extends Measured {
  readonly name: string;
  /** Absent figures where no edit was possible, with the reason. */
  readonly refused?: string;
  readonly seconds?: number;
  /** Mean ‖z − h‖ / ‖z‖ over the batches. */
  readonly residual?: number;
  /** How far the states of prompts that were not edited have moved, if any were given. */
  readonly shift?: StateShift;
  /** Figures on all facts edited so far, along the run; the last point is the result itself. */
  readonly course?: readonly CoursePoint[];
}

/** At the output of the last edited block and the last token. */
export interface StateShift {
  readonly prompts: number;
  /** Fréchet distance of the distributions, as a share of the variance before. */
  readonly relativeFrechet: number;
  /** Mean over the prompts of ‖h after − h before‖ / ‖h before‖. */
  readonly relativeMove: number;
}

/** What the model was worth, on the facts edited by then, when so many were. */
export interface CoursePoint extends Measured {
  readonly facts: number;
}

export interface VariantRuns {
  readonly before: Measured;
  readonly results: readonly VariantResult[];
  /** Whole reports by variant name, for paired comparisons. */
  readonly reports: ReadonlyMap<string, Report>;
  readonly heldOutTokens: number;
}

/** Texts perplexity is measured on at most. */
const HELD_OUT_TEXTS = 200;

export interface VariantsRequest {
  readonly variants: readonly Variant[];
  readonly batch: number;
  /** Batches between two measurements on the facts so far; only at the end where left out. */
  readonly every?: number;
  /** Prompts that are not edited, to see how far their states move. */
  readonly prompts?: readonly string[];
}

/** Each variant edits all facts from the unedited model, batch by batch, and is measured when all are done. */
export async function measureVariants(
  laboratory: Laboratory,
  { variants, batch, every, prompts = [] }: VariantsRequest,
  work: LabWork,
): Promise<VariantRuns> {
  const texts = await some(laboratory.heldOut(), HELD_OUT_TEXTS);
  const { model, facts, linalg } = laboratory;
  const { signal } = work;
  const block = Math.max(...laboratory.settings.layers);
  const states = () => hiddenStates(model, prompts, { block, signal });
  const unmoved = prompts.length > 0 ? await states() : undefined;
  const shiftNow = async (): Promise<StateShift | undefined> => {
    if (!unmoved) return undefined;
    const { relativeFrechet, relativeMove } = await hiddenShift(unmoved, await states(), { linalg });
    return { prompts: prompts.length, relativeFrechet, relativeMove };
  };
  let heldOutTokens = 0;
  const measure = async () => {
    const report = await evaluate(model, facts, { said: SAID_AFTER_EDITED, signal });
    const held = texts.length > 0 ? await perplexity(model, texts, { signal }) : undefined;
    heldOutTokens = held?.tokens ?? 0;
    return { report, measured: { ...figures(report), perplexity: held?.perplexity } };
  };
  const before = (await measure()).measured;
  const results: VariantResult[] = [];
  const reports = new Map<string, Report>();
  for (const [v, { name, editor, settings }] of variants.entries()) {
    const label = `${name} (${v + 1}/${variants.length})`;
    const course: CoursePoint[] = [];
    const onBatch = async (done: number) => {
      if (every === undefined || done === facts.length || Math.ceil(done / batch) % every !== 0) return;
      const report = await evaluate(model, facts.slice(0, done), { signal });
      course.push({ facts: done, ...figures(report) });
    };
    try {
      const edited = await editSequentially(laboratory, { editor, batch, settings, label, onBatch }, work);
      try {
        const { report, measured } = await measure();
        reports.set(name, report);
        const residuals = edited.plans.map(({ diagnostics }) => diagnostics.residual);
        const residual = residuals.reduce((sum, value) => sum + value, 0) / residuals.length;
        if (every !== undefined) course.push({ facts: facts.length, ...measured });
        const along = every === undefined ? {} : { course };
        const shift = await shiftNow();
        const moved = shift ? { shift } : {};
        results.push({ name, ...measured, seconds: edited.seconds, residual, ...moved, ...along });
      } finally {
        await edited.undo();
      }
    } catch (error) {
      if (!AlphaEditError.isInstance(error) || !REFUSALS.has(error.code)) throw error;
      results.push({ name, refused: error.message });
    }
  }
  return { before, results, reports, heldOutTokens };
}

/** Settings that cannot work on a model are a result, not a failure. */
const REFUSALS = new Set(['empty-null-space', 'value-diverged', 'non-finite-delta']);

function figures(report: Report): Measured {
  const of = (task: 'efficacy' | 'generalization' | 'specificity') =>
    report.preference[task] ?? report.exactMatch[task];
  const [efficacy, generalization, specificity] = [of('efficacy'), of('generalization'), of('specificity')];
  const { efficacy: said } = report.said;
  return { efficacy, generalization, specificity, ...(said && { said }), score: report.preference.score };
}

async function some(texts: AsyncIterable<string>, limit: number): Promise<string[]> {
  const taken: string[] = [];
  for await (const text of texts) {
    if (taken.push(text) >= limit) break;
  }
  return taken;
}
