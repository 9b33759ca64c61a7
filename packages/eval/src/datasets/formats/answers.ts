import * as z from 'zod';
import { textField } from './fields.js';

/** Texts at any depth: a text, a number, lists of them, `{ str }`, `{ value, aliases }`. */
function flatten(value: unknown): unknown[] {
  if (Array.isArray(value)) return value.flatMap(flatten);
  if (typeof value !== 'object' || value === null) return [value];
  const { str, value: name, aliases } = value as Record<string, unknown>;
  return [str ?? name, ...flatten(aliases ?? [])];
}

/** The names of an answer, each once and none blank: published files hold one text, a list or a list of lists. */
export const answersField = z
  .unknown()
  .transform((value) => flatten(value))
  .pipe(z.array(textField))
  .transform((names) => [...new Set(names.map((name) => name.trim()).filter((name) => name !== ''))]);
