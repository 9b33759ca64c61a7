import type { Compat, Fact, ModelPort, TokenizerPort } from '@alphaedit/spec';
import {
  askedPrompt,
  continuationIds,
  EditError,
  FactError,
  promptInContext,
  promptPieces,
} from '@alphaedit/spec';
import { lookupIndex } from './lookup-index.js';

/** A prompt as tokens, with the index of its subject's last token. */
export interface SubjectRow {
  readonly ids: readonly number[];
  readonly lookup: number;
}

/** A row that predicts a target: position `ids.length − target.length + j` predicts `target[j]`. */
export interface TargetRow extends SubjectRow {
  readonly target: readonly number[];
}

/** @throws {EditError} `context-exceeded` */
function subjectRow(model: ModelPort, template: string, subject: string): SubjectRow {
  const { tokenizer } = model;
  const ids = tokenizer.encode(askedPrompt(tokenizer, filled(template, subject)));
  const lookup = Math.min(lookupIndex(tokenizer, template, subject), ids.length - 1);
  return fitting(model, subject, { ids, lookup });
}

const filled = (template: string, subject: string) => promptPieces(template).join(subject);

/** @throws {EditError} `context-exceeded` */
function fitting<T extends SubjectRow>({ info }: ModelPort, subject: string, row: T): T {
  const { length } = row.ids;
  if (length <= info.contextLength) return row;
  throw new EditError({
    code: 'context-exceeded',
    message: `The prompt about ${subject} has ${length} tokens; the model's context is ${info.contextLength}.`,
    hint: 'Shorten the prompt.',
    kind: 'input',
    data: { subject, tokens: length, contextLength: info.contextLength },
  });
}

/** One row per template, ending at the subject's last token: all that keys and current values depend on. */
export function keyRows(model: ModelPort, fact: Fact, templates: readonly string[]): SubjectRow[] {
  return templates.map((template) => {
    const row = subjectRow(model, promptInContext(template, fact.prompt), fact.subject);
    return { ...row, ids: row.ids.slice(0, row.lookup + 1) };
  });
}

/**
 * One row per template: the prompt and the target as one text, in tokens, all but the last.
 *
 * `official` reads them as the published code does: the target is the tokens of " target" by itself, and the row those
 * of the prompt and of what all of them but the last decode to. A tokenizer that puts a blank before every text then has
 * one token more to learn, at places shifted by one.
 *
 * @throws {FactError} `empty-target` for a target that adds no token to the prompt
 * @throws {EditError} `context-exceeded`
 * @see `continuationIds`
 */
export function targetRows(
  model: ModelPort,
  fact: Fact,
  templates: readonly string[],
  compat: Compat = 'corrected',
): TargetRow[] {
  const { subject } = fact;
  return templates.map((template) => {
    const prompt = promptInContext(template, fact.prompt);
    const make = compat === 'official' ? officialRow : targetRow;
    return fitting(model, subject, make(model.tokenizer, prompt, fact));
  });
}

function targetRow(tokenizer: TokenizerPort, template: string, { subject, target }: Fact): TargetRow {
  const lookup = lookupIndex(tokenizer, template, subject);
  // The subject's last token is where the value is stored: it has to come before the target.
  const asked = continuationIds(tokenizer, filled(template, subject), target, { keep: lookup + 1 });
  if (asked.target.length === 0) {
    throw new FactError({
      code: 'empty-target',
      message: `The target ${JSON.stringify(target)} for ${subject} adds no token to the prompt.`,
      hint: 'Choose a target that the tokenizer of the model has tokens for.',
      data: { subject, target },
    });
  }
  return {
    ids: [...asked.prompt, ...asked.target.slice(0, -1)],
    lookup: Math.min(lookup, asked.prompt.length - 1),
    target: asked.target,
  };
}

function officialRow(tokenizer: TokenizerPort, template: string, fact: Fact): TargetRow {
  const text = fact.target.startsWith(' ') ? fact.target : ` ${fact.target}`;
  const target = tokenizer.encode(text, { specialTokens: false });
  const asked = askedPrompt(tokenizer, filled(template, fact.subject));
  const ids = tokenizer.encode(asked + tokenizer.decode(target.slice(0, -1)));
  return { ids, lookup: Math.min(lookupIndex(tokenizer, template, fact.subject), ids.length - 1), target };
}

/** The row whose next-token distribution is to stay, read at the subject itself: "{subject} is a". */
export function essenceRow(model: ModelPort, fact: Fact): SubjectRow {
  const { ids, lookup } = subjectRow(model, '{} is a', fact.subject);
  return { ids: ids.slice(0, lookup + 1), lookup };
}
