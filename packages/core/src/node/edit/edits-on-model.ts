import { EditError } from '@alphaedit/spec';
import type { OpenedModel } from '../model/open-model.js';

/** Edits that lie on each opened model, the oldest first: they can be taken back from the last one on. */
const edits = new WeakMap<OpenedModel, object[]>();

const on = (model: OpenedModel): object[] => {
  const there = edits.get(model) ?? [];
  edits.set(model, there);
  return there;
};

/** Notes that an edit has begun to change the model. */
export function beginEdit(model: OpenedModel, edit: object): void {
  on(model).push(edit);
}

/** Whether an edit is on the model still. */
export const isOnModel = (model: OpenedModel, edit: object): boolean => on(model).includes(edit);

/** @throws {EditError} `edited-later` unless the edit is the last one on the model */
export function assertLastEdit(model: OpenedModel, edit: object): void {
  if (on(model).at(-1) === edit) return;
  throw new EditError({
    code: 'edited-later',
    message: 'The model was edited again after this edit.',
    hint: 'Undo the later edits first, from the last one on.',
  });
}

/** Notes that the last edit is off the model again. */
export function endEdit(model: OpenedModel): void {
  on(model).pop();
}

/** @throws {EditError} `model-edited` where a run would record a model that is not the one it is made on */
export function assertUnedited(model: OpenedModel, out: string): void {
  if (on(model).length === 0) return;
  throw new EditError({
    code: 'model-edited',
    message: `The model carries an earlier edit, so a run in ${out} could not be made again from its checkpoint.`,
    hint: 'Undo the earlier edit, open the model anew, or give all facts to one `editFacts`.',
    data: { run: out },
  });
}
