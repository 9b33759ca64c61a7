import * as z from 'zod';

/** A text; a number is read as its digits, as spreadsheets and scripts write answers and ids. */
export const textField = z.unknown().transform((value, context): string => {
  if (typeof value === 'string') return value;
  if (Number.isSafeInteger(value) || (typeof value === 'number' && !Number.isInteger(value)))
    return `${value}`;
  const message =
    value === undefined
      ? 'it is missing'
      : typeof value === 'number'
        ? 'the number is too large to be read exactly: write it in quotation marks'
        : `a text is expected, not ${kindOf(value)}`;
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});

const kindOf = (value: unknown) =>
  Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'an object' : `${value}`;

/** One or several of a kind. */
export const listOf = <T extends z.ZodType>(entry: T) =>
  z
    .unknown()
    .transform((value) => (Array.isArray(value) ? value : [value]))
    .pipe(z.array(entry));

/** One text or several. */
export const textsField = listOf(textField);

/** An answer as text or as `{ str }`. */
export const answerField = z
  .unknown()
  .transform((value) => (isNamed(value) ? value.str : value))
  .pipe(textField);

/** An answer as text or as `{ str, id }`, with the id kept. */
export const namedAnswerField = z
  .unknown()
  .transform((value) => (isNamed(value) ? value : { str: value }))
  .pipe(z.object({ str: textField, id: textField.optional() }));

const isNamed = (value: unknown): value is { str: unknown; id?: unknown } =>
  typeof value === 'object' && value !== null && 'str' in value;
