import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkSettings, resolveEditorSettings, settingsFor } from '@alphaedit/editors';
import type { EditorSettings, EditSettings, ModelInfo } from '@alphaedit/spec';
import { SettingsError } from '@alphaedit/spec';
import { parse as parseYaml } from 'yaml';
import { parseEditorSettings, parseSettings, type SettingsOwner } from './parse-settings.js';

export interface SettingsSources {
  readonly info: ModelInfo;
  /** The checkpoint folder: its settings.json, if it has one, comes before the general settings. */
  readonly model: string;
  /** `--settings FILE`, JSON or YAML. */
  readonly file?: string;
  /** `--set name=value`, in order. */
  readonly set?: readonly string[];
  readonly layers?: readonly number[];
}

/** Settings every editor shares, and those one has of its own, complete. */
export interface ResolvedSettings {
  readonly settings: EditSettings;
  readonly editorSettings: EditorSettings;
}

/**
 * The settings of an edit: those for the model's kind, then the model folder's settings.json, then `file`,
 * then `set`, then `layers`; each goes before what stands left of it.
 *
 * @throws {SettingsError} `settings-unreadable`, and as `parseSettings` and `checkSettings`
 */
export async function resolveSettings(sources: SettingsSources): Promise<EditSettings> {
  return sharedSettings(sources, await valuesOf(sources));
}

/**
 * The same with the settings that `editor` has of its own: its defaults, then the same sources.
 *
 * @throws {SettingsError} as `resolveSettings` and `resolveEditorSettings`
 */
export async function resolveAllSettings(
  sources: SettingsSources,
  editor: SettingsOwner,
): Promise<ResolvedSettings> {
  const values = await valuesOf(sources);
  const given = values.map(({ value, source }) => parseEditorSettings(value, source, editor));
  return {
    settings: sharedSettings(sources, values, editor),
    editorSettings: resolveEditorSettings(editor, Object.assign({}, ...given)),
  };
}

/** A source as it was parsed, with what messages call it. */
interface SourceValue {
  readonly value: unknown;
  readonly source: string;
}

async function valuesOf({ model, file, set = [] }: SettingsSources): Promise<SourceValue[]> {
  const own = join(model, 'settings.json');
  const paths = [...(existsSync(own) ? [own] : []), ...(file === undefined ? [] : [file])];
  const values: SourceValue[] = [];
  for (const path of paths) values.push({ value: await readSettings(path), source: path });
  return [...values, { value: Object.fromEntries(set.map(parseAssignment)), source: '--set' }];
}

function sharedSettings(
  { info, layers }: SettingsSources,
  values: readonly SourceValue[],
  editor?: SettingsOwner,
): EditSettings {
  const given = values.map(({ value, source }) => parseSettings(value, source, editor));
  const settings: EditSettings = Object.assign({}, settingsFor(info), ...given, layers && { layers });
  checkSettings(settings, info);
  return settings;
}

async function readSettings(path: string): Promise<unknown> {
  try {
    const text = await readFile(path, 'utf8');
    return /\.ya?ml$/i.test(path) ? parseYaml(text) : JSON.parse(text);
  } catch (cause) {
    throw new SettingsError({
      code: 'settings-unreadable',
      message: `${path} cannot be read: ${(cause as Error).message.split('\n', 1)[0]}.`,
      hint: 'Give a JSON file (or the published YAML) with settings.',
      data: { file: path },
      cause,
    });
  }
}

/** `layers=1,2,3` or `zSteps=20` as name and value. */
function parseAssignment(text: string): [string, unknown] {
  const at = text.indexOf('=');
  const [name, value] = [text.slice(0, at).trim(), text.slice(at + 1).trim()];
  if (at < 1 || value === '') {
    throw new SettingsError({
      code: 'settings-invalid',
      message: `--set ${text}: it must be name=value.`,
      hint: 'For example --set zSteps=20.',
      data: { source: '--set' },
    });
  }
  const items = value.replace(/^\[|\]$/g, '').split(',');
  // `Number` takes an empty text for 0: such an item stays text and is refused by name.
  const numbers = items.map((item) =>
    item.trim() === '' || Number.isNaN(Number(item)) ? item : Number(item),
  );
  if (name !== 'layers' && (value === 'true' || value === 'false')) return [name, value === 'true'];
  return [name, name === 'layers' ? numbers : numbers.length === 1 ? numbers[0] : value];
}
