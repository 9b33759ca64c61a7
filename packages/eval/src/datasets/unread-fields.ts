import * as z from 'zod';

/** Names of the fields of a record that a schema does not know, those of inner objects with their path. */
export function unreadFields(record: unknown, schema: z.ZodType, inert: readonly string[] = []): string[] {
  const inner = schema instanceof z.ZodOptional ? (schema.unwrap() as z.ZodType) : schema;
  if (!(inner instanceof z.ZodObject) || inner.def.catchall || typeof record !== 'object' || record === null)
    return [];
  const shape = inner.shape as Record<string, z.ZodType>;
  return Object.entries(record).flatMap(([name, value]) => {
    const known = Object.hasOwn(shape, name) ? shape[name] : undefined;
    if (!known) return inert.includes(name) ? [] : [name];
    return unreadFields(value, known).map((path) => `${name}.${path}`);
  });
}
