import { editorById } from '@alphaedit/editors';
import { evaluate, type HiddenShift, hiddenShift, hiddenStates, SCORED_TASKS } from '@alphaedit/eval';
import { formatNumber } from '@alphaedit/report/format';
import type { Editor, EditSettings } from '@alphaedit/spec';
import { editSequentially } from '../edit-sequentially.js';
import type { ExperimentContext, ExperimentOutcome } from '../experiment.js';
import { withLaboratory } from '../open-laboratory.js';
import { otherPrompts } from '../other-prompts.js';
import { SAID_AFTER_EDITED } from '../said-options.js';
import type { EditorShifts, ShiftData, ShiftPoint } from './data.js';
import type { HiddenStatesOptions } from './options.js';
import { shiftsReport } from './shifts-report.js';

/** Edits the same facts with each editor from the unedited model, and reads other prompts after every batch. */
export async function measureShifts({
  model: directory,
  options,
  work,
}: ExperimentContext<HiddenStatesOptions>): Promise<ExperimentOutcome> {
  const names = options.editors.split(',').map((name) => name.trim());
  const editorsOf = names.map((name) => ({ name, editor: editorById(name) }));
  return withLaboratory(directory, options, work, async (laboratory) => {
    const { model, facts, settings, linalg } = laboratory;
    const chosen = editorsOf.flatMap(({ name, editor }) => strengths(name, editor, settings, options.lambda));
    const prompts = await otherPrompts(options, facts);
    const block = Math.max(...settings.layers);
    const { signal } = work;
    const states = () => hiddenStates(model, prompts, { block, signal });
    const before = await states();
    const editors: EditorShifts[] = [];
    for (const { name, editor, settings } of chosen) {
      const points: ShiftPoint[] = [];
      let plane: HiddenShift['plane'] | undefined;
      const onBatch = async (edited: number) => {
        const shift = await hiddenShift(before, await states(), { linalg });
        plane = shift.plane;
        const { plane: _, ...numbers } = shift;
        points.push({ edited, ...numbers });
      };
      const run = await editSequentially(
        laboratory,
        { editor, batch: options.batch, settings, label: name, onBatch },
        work,
      );
      const report = await evaluate(model, facts, { said: SAID_AFTER_EDITED, signal });
      await run.undo();
      const known = SCORED_TASKS.map((one) => [
        one,
        report.preference[one]?.mean ?? report.exactMatch[one]?.mean,
      ]);
      const said = report.said.efficacy?.mean;
      const scores = { ...Object.fromEntries(known), ...(said !== undefined && { said }) };
      editors.push({ editor: name, points, plane: rounded(plane!), ...scores });
    }
    const { batch } = options;
    const data: ShiftData = {
      facts: facts.length,
      batch,
      prompts: prompts.length,
      layer: block,
      settings,
      editors,
    };
    return {
      ...(await shiftsReport(data)),
      data,
      engine: laboratory.engine,
      linalg: linalg.provider,
      seeds: laboratory.seeds,
      hashes: laboratory.hashes,
      warnings: laboratory.warnings,
    };
  });
}

/** One run per λ for an editor whose only constraint is the weight of what the corpus holds. */
function strengths(
  name: string,
  editor: Editor,
  settings: EditSettings,
  lambda: readonly number[] | undefined,
): { name: string; editor: Editor; settings: EditSettings }[] {
  const weighs = editor.requires.includes('secondMoment') && !editor.requires.includes('projector');
  if (!weighs || lambda === undefined) return [{ name, editor, settings }];
  return lambda.map((mom2UpdateWeight) => ({
    name: `${name}, λ = ${formatNumber(mom2UpdateWeight)}`,
    editor,
    settings: { ...settings, mom2UpdateWeight },
  }));
}

/** Coordinates to four figures: they are only drawn. */
function rounded({ before, after, ...rest }: HiddenShift['plane']): HiddenShift['plane'] {
  const short = (points: readonly (readonly [number, number])[]) =>
    points.map(([x, y]): [number, number] => [Number(x.toPrecision(4)), Number(y.toPrecision(4))]);
  return { ...rest, before: short(before), after: short(after) };
}
