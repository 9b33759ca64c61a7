import * as z from 'zod';

/** A SHA-256 in hex. */
export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in hex');

/** What a model was made from by edits, nearest first. */
export const ancestorsSchema = z
  .array(z.object({ name: z.string(), hash: sha256Schema, editor: z.string(), factCount: z.int().min(0) }))
  .readonly()
  .optional();

/** The form in which the facts of an edit were asked; absent for the plain one. */
export const formSchema = z
  .strictObject({
    /** What stood around a question, at `{}`. */
    text: z.string(),
    system: z.string().optional(),
  })
  .optional();

/** @see formSchema */
export type RecordedForm = Readonly<NonNullable<z.infer<typeof formSchema>>>;

/** Facts as packs and exports carry them: whatever else a fact has is kept. */
export const carriedFactsSchema = z.array(
  z.looseObject({ subject: z.string(), prompt: z.string(), target: z.string() }),
);
