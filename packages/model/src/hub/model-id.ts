import { CheckpointError } from '@alphaedit/spec';

/** A model on a hub: `owner/name` or `name`, with a branch, tag or commit after `@`. */
export interface ModelId {
  readonly id: string;
  /** `main` where the text names none. */
  readonly revision: string;
}

const PART = '[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?';
const PATTERN = new RegExp(`^(${PART}(?:/${PART})?)(?:@([A-Za-z0-9][A-Za-z0-9._/-]*))?$`);

/** The model a text names, or nothing where it cannot be a hub's id (a path with more parts, `./x`, …). */
export function parseModelId(text: string): ModelId | undefined {
  const [, id, revision = 'main'] = PATTERN.exec(text) ?? [];
  // Both become parts of paths and addresses: no part may climb out of its folder.
  if (id === undefined || `${id}/${revision}`.includes('..')) return undefined;
  return { id, revision };
}

/** @throws {CheckpointError} `model-id` */
export function requireModelId(text: string): ModelId {
  const parsed = parseModelId(text);
  if (parsed) return parsed;
  throw new CheckpointError({
    code: 'model-id',
    message: `${JSON.stringify(text)} is not the id of a model.`,
    hint: 'Ids look like owner/name or name, with a branch, tag or commit after @ where one is wanted.',
    data: { id: text },
  });
}
