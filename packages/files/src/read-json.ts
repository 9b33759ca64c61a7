import { readFile } from 'node:fs/promises';

/** What a value is held to, as a schema of Zod does it. */
interface Schema<T> {
  safeParse(value: unknown):
    | { readonly success: true; readonly data: T }
    | {
        readonly success: false;
        readonly error: {
          readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[];
        };
      };
}

/**
 * What a JSON file holds, held to a schema.
 *
 * @param schema a schema of Zod, or anything with its `safeParse`
 * @param broken makes the error to throw; told what is wrong, as the end of a sentence about the file
 * @throws what `broken` makes where the file cannot be read, is not JSON, or does not fit the schema
 * @example await readJson('run.json', runSchema, (problem, cause) => new Error(`run.json ${problem}`, { cause }))
 */
export async function readJson<T>(
  path: string,
  schema: Schema<T>,
  broken: (problem: string, cause: unknown) => Error,
): Promise<T> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw broken(`cannot be read (${(cause as NodeJS.ErrnoException).code})`, cause);
  }
  return parseJson(text, schema, broken);
}

/** What the text of a JSON file says, held to a schema. @throws what `broken` makes, as `readJson` */
export function parseJson<T>(
  text: string,
  schema: Schema<T>,
  broken: (problem: string, cause: unknown) => Error,
): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw broken(`is not JSON (${(cause as Error).message})`, cause);
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  const place = issue.path.length > 0 ? ` at "${issue.path.join('.')}"` : '';
  throw broken(`is damaged${place}: ${issue.message}`, result.error);
}
