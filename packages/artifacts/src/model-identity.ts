import { EditError } from '@alphaedit/spec';

/** A model that another one was made from. */
export interface Ancestor {
  /** Name of its checkpoint folder, for people. */
  readonly name: string;
  /** Content hash of its weights and config. */
  readonly hash: string;
  /** What edited it, and how many facts. */
  readonly editor: string;
  readonly factCount: number;
}

/** What makes a model the one that edits were made from. */
export interface ModelIdentity {
  /** Content hash of its weights and config. */
  readonly hash: string;
  /** Content hash of its tokenizer: with another one, the same text is other tokens. Nothing where it is not known. */
  readonly tokenizer?: string;
  /** The models it was made from by edits that were exported, nearest first. */
  readonly madeFrom?: readonly Ancestor[];
}

/**
 * @param made what the edits were made from, and by what name it is called
 * @param code of the error for other weights
 * @throws {EditError} `code`, or `edits-of-another-tokenizer` where both tokenizers are known and differ
 */
export function assertSameModel(
  made: ModelIdentity & { readonly name: string },
  model: ModelIdentity,
  source: string,
  code: 'run-of-another-model' | 'pack-of-another-model',
): void {
  if (made.hash !== model.hash) {
    throw new EditError({
      code,
      message: `${source} belongs to ${made.name} (${made.hash.slice(0, 12)}); this model is ${model.hash.slice(0, 12)}.`,
      hint: 'Give the model the edits were made from, unedited, or make them again on this one.',
      data: { source, made: made.hash, model: model.hash },
    });
  }
  if (!made.tokenizer || !model.tokenizer || made.tokenizer === model.tokenizer) return;
  throw new EditError({
    code: 'edits-of-another-tokenizer',
    message: `${source} was made with another tokenizer than ${made.name} has now: the weights are the same, the tokens are not.`,
    hint: 'Put back the tokenizer files that the model had, or make the edits again.',
    data: { source, made: made.tokenizer, model: model.tokenizer },
  });
}
