import type { EditPlan, Matrix, ModelInfo } from '@alphaedit/spec';
import { ensure } from '../../conformance-error.js';
import { denseDelta, factorsOf } from '../../dense-delta.js';
import type { EditorBench } from '../editor-bench.js';

/** ‖ΔW‖ is summed in another order than the editor may have. */
const NORM_TOLERANCE = 1e-6;

/** Changes of the weights asked for, in their shapes, in finite numbers; diagnostics that belong to them. */
export async function plan(bench: EditorBench): Promise<void> {
  const result = await bench.plan();
  const { info } = await bench.model();
  const { settings, facts } = await bench.request();
  const { id, editedLayers } = await bench.editor();
  const layers = editedLayers?.(settings.layers) ?? settings.layers;
  ensure(
    layers.every((layer) => settings.layers.includes(layer)),
    `editedLayers names layers ${layers.join(', ')} of ${settings.layers.join(', ')}.`,
    'It chooses among the layers it is given.',
  );
  ensure(
    result.editor === id,
    `The plan is signed "${result.editor}".`,
    `Sign it with the editor's id, "${id}".`,
  );
  ensure(result.deltas.length > 0, 'The plan changes nothing.', 'A fact was given: plan its change.');
  for (const delta of result.deltas) checkDelta(delta, info, layers, facts.length);
  checkDiagnostics(result, info, facts.length);
  for (const warning of result.warnings) {
    ensure(
      typeof warning.code === 'string' && typeof warning.message === 'string',
      `A warning reads ${JSON.stringify(warning)}.`,
      'A warning has a code and a message.',
    );
  }
}

function checkDelta(
  delta: EditPlan['deltas'][number],
  info: ModelInfo,
  layers: readonly number[],
  facts: number,
): void {
  const { parameter, orientation } = delta;
  const weight = info.editable.find(({ name }) => name === parameter);
  ensure(
    weight !== undefined && layers.includes(weight.block),
    `The plan changes "${parameter}".`,
    `Change the weights of the layers asked for: ${layers.map((layer) => info.editable[layer]!.name).join(', ')}.`,
  );
  ensure(
    orientation === weight.orientation,
    `The change of ${parameter} is marked ${orientation}.`,
    `Copy the orientation from model.info.editable: ${weight.orientation}.`,
  );
  const shape = (m: Matrix) => `[${m.rows}, ${m.cols}]`;
  const { dOut, dIn } = weight;
  if (delta.kind === 'low-rank') {
    const fits = delta.left.rows === dOut && delta.right.rows === dIn && delta.left.cols === delta.right.cols;
    ensure(
      fits,
      `The factors of ${parameter} are ${shape(delta.left)} and ${shape(delta.right)}.`,
      `left is [${dOut}, r] and right [${dIn}, r], however the weight is stored.`,
    );
    ensure(
      !delta.byFact || delta.left.cols === facts,
      `The change of ${parameter} is marked byFact and has ${delta.left.cols} columns for ${facts} facts.`,
      'Column i is what fact i added: undo takes it out. Leave byFact out where columns belong to no single fact.',
    );
  } else {
    const { value } = delta;
    ensure(
      value.rows === dOut && value.cols === dIn,
      `The change of ${parameter} is ${shape(value)}.`,
      `It is [${dOut}, ${dIn}], however the weight is stored.`,
    );
  }
  for (const factor of factorsOf(delta)) {
    ensure(
      factor.data.length === factor.rows * factor.cols && factor.data.every(Number.isFinite),
      `The change of ${parameter} holds values that are no numbers, or too few of them.`,
      'A plan must not be applied with NaN or infinity in it: throw an EditError instead.',
    );
  }
}

function checkDiagnostics({ deltas, diagnostics }: EditPlan, info: ModelInfo, facts: number): void {
  const { residual, deltaNorm, values, z } = diagnostics;
  ensure(
    Number.isFinite(residual) && residual >= 0,
    `The residual is ${residual}.`,
    'It is the mean over facts of ‖z − h‖ / ‖z‖.',
  );
  ensure(
    values.length === facts,
    `There are ${values.length} value outcomes for ${facts} facts.`,
    'One for each fact, in order.',
  );
  ensure(
    z.rows === facts && z.cols === info.hiddenSize && z.data.length === z.rows * z.cols,
    `z is [${z.rows}, ${z.cols}].`,
    `It is [facts, hiddenSize]: [${facts}, ${info.hiddenSize}].`,
  );
  for (const { name, block } of info.editable) {
    const own = deltas.filter(({ parameter }) => parameter === name).map(denseDelta);
    if (own.length === 0) continue;
    const sum = own[0]!.data.map((_, i) => own.reduce((total, { data }) => total + data[i]!, 0));
    const norm = Math.sqrt(sum.reduce((total, value) => total + value * value, 0));
    ensure(
      Math.abs(deltaNorm[block]! - norm) <= NORM_TOLERANCE * norm,
      `deltaNorm of layer ${block} is ${deltaNorm[block]}; the change's norm is ${norm}.`,
      '‖ΔW‖ (Frobenius) by layer.',
    );
  }
}
