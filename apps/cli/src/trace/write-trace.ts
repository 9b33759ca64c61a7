import { join } from 'node:path';
import { makeFolder, writeFileAtomically } from '@alphaedit/files';
import type { EditSettings } from '@alphaedit/spec';

/** Significant digits kept in `trace.json`: float32 has no more. */
const DIGITS = 7;

/** Writes `trace.json`, the pictures and, where layers are recommended, `settings.json`. */
export async function writeTrace(
  folder: string,
  parts: {
    readonly document: object;
    readonly pictures: ReadonlyMap<string, string>;
    readonly settings: EditSettings | undefined;
  },
): Promise<string[]> {
  const files = new Map<string, string>(parts.pictures);
  files.set('trace.json', `${JSON.stringify(parts.document, shortened)}\n`);
  if (parts.settings) files.set('settings.json', `${JSON.stringify(parts.settings, undefined, 2)}\n`);
  await makeFolder(folder);
  const paths = [...files.keys()].map((name) => join(folder, name));
  for (const [name, text] of files) {
    await writeFileAtomically(join(folder, name), new TextEncoder().encode(text));
  }
  return paths;
}

const shortened = (_: string, value: unknown) =>
  typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(DIGITS)) : value;
