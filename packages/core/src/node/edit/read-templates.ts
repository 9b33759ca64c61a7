import { readFile } from 'node:fs/promises';
import { promptPieces, SettingsError } from '@alphaedit/spec';

/**
 * Context templates from a JSON file: a list of texts, or an object with such a list under `templates` (a
 * run's manifest.json, for one). Lists within the list are joined.
 *
 * @throws {SettingsError} `templates-invalid` unless every text holds `{}` once and the first is `{}` itself
 */
export async function readTemplates(path: string): Promise<string[]> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    throw invalid(path, `it cannot be read as JSON (${(cause as Error).message})`, cause);
  }
  const list = Array.isArray(value) ? value : (value as { templates?: unknown } | null)?.templates;
  if (!Array.isArray(list)) throw invalid(path, 'it holds no list of templates');
  const templates: unknown[] = list.flat();
  const wrong = templates.find((text) => typeof text !== 'string' || promptPieces(text).length !== 2);
  if (wrong !== undefined) throw invalid(path, `${JSON.stringify(wrong)} does not hold {} exactly once`);
  if (templates[0] !== '{}') throw invalid(path, 'the first template is not "{}"');
  return templates as string[];
}

function invalid(path: string, problem: string, cause?: unknown): SettingsError {
  return new SettingsError({
    code: 'templates-invalid',
    message: `${path}: ${problem}.`,
    hint: 'Give a JSON list such as ["{}", "The weather is fine. {}"].',
    data: { file: path },
    cause,
  });
}
