import type { RecordedForm } from '@alphaedit/artifacts';
import { openRun } from '@alphaedit/artifacts/node';
import type { ChatForm } from '@alphaedit/spec';
import { packFile, readPack } from '../runs/read-pack.js';
import type { ModelOptions } from './open-model.js';

/** What a run keeps of the form it was made in. */
export const recordedForm = ({ text, system }: ChatForm): RecordedForm => ({
  text,
  ...(system !== undefined && { system }),
});

/** The form that was recorded, as a choice for `openModel`; plain where none was. */
export const choiceOf = (form: RecordedForm | undefined): ModelOptions['chat'] =>
  form === undefined ? false : form.system === undefined ? true : { system: form.system };

/**
 * How a model is opened that edits are applied to: in the form the first of them was made in, unless `chat` says
 * otherwise.
 *
 * @throws as `openRun` and `readPack`
 */
export async function inFormOfEdits<T extends ModelOptions>(
  edits: readonly string[] | undefined,
  options: T,
): Promise<T> {
  const [first] = edits ?? [];
  if (first === undefined || (options.chat !== undefined && options.chat !== 'auto')) return options;
  const form =
    packFile(first) === undefined ? (await openRun(first)).manifest.chat : (await readPack(first))?.chat;
  return { ...options, chat: choiceOf(form) };
}
