import * as z from 'zod';

/** An id, written as a number by most data sets. */
export const idField = z.union([z.string(), z.number()]).transform(String);

/** One text or several. */
export const textsField = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => (typeof value === 'string' ? [value] : value));

/** An answer as text or as `{ str }`. */
export const answerField = z
  .union([z.string(), z.object({ str: z.string() })])
  .transform((value) => (typeof value === 'string' ? value : value.str));

/** An answer as text or as `{ str, id }`, with the id kept. */
export const namedAnswerField = z
  .union([z.string(), z.object({ str: z.string(), id: z.string().nullish() })])
  .transform((value) =>
    typeof value === 'string' ? { str: value } : { str: value.str, id: value.id ?? undefined },
  ) as z.ZodType<{ readonly str: string; readonly id?: string }>;
