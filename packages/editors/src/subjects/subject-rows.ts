import type { Fact, ModelPort } from '@alphaedit/spec';
import { EditError, promptInContext, promptPieces } from '@alphaedit/spec';
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

function subjectRow(model: ModelPort, template: string, subject: string, end = ''): SubjectRow {
  const { tokenizer, info } = model;
  const ids = tokenizer.encode(promptPieces(template).join(subject) + end);
  if (ids.length > info.contextLength) {
    throw new EditError({
      code: 'context-exceeded',
      message: `The prompt about ${subject} has ${ids.length} tokens; the model's context is ${info.contextLength}.`,
      hint: 'Shorten the prompt.',
      kind: 'input',
      data: { subject, tokens: ids.length, contextLength: info.contextLength },
    });
  }
  return { ids, lookup: Math.min(lookupIndex(tokenizer, template, subject), ids.length - 1) };
}

/** One row per template, ending at the subject's last token: all that keys and current values depend on. */
export function keyRows(model: ModelPort, fact: Fact, templates: readonly string[]): SubjectRow[] {
  return templates.map((template) => {
    const { ids, lookup } = subjectRow(model, promptInContext(template, fact.prompt), fact.subject);
    return { ids: ids.slice(0, lookup + 1), lookup };
  });
}

/** One row per template, each prompt followed by all target tokens but the last. */
export function targetRows(model: ModelPort, fact: Fact, templates: readonly string[]): TargetRow[] {
  const { tokenizer } = model;
  const target = tokenizer.encode(fact.target, { specialTokens: false });
  const end = tokenizer.decode(target.slice(0, -1));
  return templates.map((template) => ({
    ...subjectRow(model, promptInContext(template, fact.prompt), fact.subject, end),
    target,
  }));
}

/** The row whose next-token distribution is to stay, read at the subject itself: "{subject} is a". */
export function essenceRow(model: ModelPort, fact: Fact): SubjectRow {
  const { ids, lookup } = subjectRow(model, '{} is a', fact.subject);
  return { ids: ids.slice(0, lookup + 1), lookup };
}
