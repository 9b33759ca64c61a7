import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkSettings, resolveEditorSettings, settingsFor } from '@alphaedit/editors';
import { duplicateKey } from '@alphaedit/safetensors';
import type { EditorSettings, EditSettings, ModelInfo } from '@alphaedit/spec';
import { SettingsError } from '@alphaedit/spec';
import { parse as parseYaml } from 'yaml';
import { type ParsedSettings, parseSettings, type SettingsOwner } from '../../settings/parse-settings.js';

/** Settings as a caller gives them: a file (JSON or YAML), values by name, or several of these. */
export type GivenSettings = SettingsSource | readonly SettingsSource[];

/** A file, or values by name; under `editors`, those of one editor by its id. */
export type SettingsSource = string | Readonly<Record<string, unknown>>;

/** What settings are made of. */
export interface SettingsSources {
  readonly info: ModelInfo;
  /** The checkpoint folder: its settings.json, if it has one, comes before the general settings. */
  readonly model?: string;
  /** In order: each goes before what stands left of it. */
  readonly settings?: GivenSettings;
  readonly layers?: readonly number[];
}

/** Settings every editor shares, and those one has of its own, complete. */
export interface ResolvedSettings {
  readonly settings: EditSettings;
  readonly editorSettings: EditorSettings;
}

/**
 * The settings of an edit: those for the model's kind, then the model folder's settings.json, then the
 * `settings` given, then `layers`; each goes before what stands left of it.
 *
 * @param editors whose own settings may stand among those given; they are passed over
 * @throws {SettingsError} `settings-unreadable`, and as `parseSettings` and `checkSettings`
 */
export async function resolveSettings(
  sources: SettingsSources,
  editors: readonly SettingsOwner[] = [],
): Promise<EditSettings> {
  return sharedSettings(sources, await valuesOf(sources), undefined, editors);
}

/**
 * The same with the settings that `editor` has of its own: its defaults, then the same sources.
 *
 * @param others editors beside it whose own settings may stand among those given; they are passed over
 * @throws {SettingsError} as `resolveSettings` and `resolveEditorSettings`
 */
export async function resolveAllSettings(
  sources: SettingsSources,
  editor: SettingsOwner,
  others: readonly SettingsOwner[] = [],
): Promise<ResolvedSettings> {
  const values = await valuesOf(sources);
  const given = values.map(
    ({ value, source }) => parseSettings(value, source, editor, others).editorSettings,
  );
  return {
    settings: sharedSettings(sources, values, editor, others),
    editorSettings: resolveEditorSettings(editor, Object.assign({}, ...given)),
  };
}

/**
 * What the `settings` given say beside settings: facts per batch, and warnings about what is passed over.
 *
 * @throws {SettingsError} as `resolveSettings`
 */
export async function besideSettings(
  settings: GivenSettings | undefined,
  editor: SettingsOwner,
): Promise<Pick<ParsedSettings, 'batchSize' | 'warnings'>> {
  const values = await valuesOf({ settings });
  const parsed = values.map(({ value, source }) => parseSettings(value, source, editor));
  return {
    batchSize: parsed.findLast(({ batchSize }) => batchSize !== undefined)?.batchSize,
    warnings: parsed.flatMap(({ warnings }) => warnings),
  };
}

/** A source as it was parsed, with what messages call it. */
interface SourceValue {
  readonly value: unknown;
  readonly source: string;
}

async function valuesOf({
  model,
  settings = [],
}: Pick<SettingsSources, 'model' | 'settings'>): Promise<SourceValue[]> {
  const own = model === undefined ? undefined : join(model, 'settings.json');
  const given = isList(settings) ? settings : [settings];
  const sources: SettingsSource[] = [...(own !== undefined && existsSync(own) ? [own] : []), ...given];
  return Promise.all(
    sources.map(async (source) =>
      typeof source === 'string'
        ? { value: await readSettings(source), source }
        : { value: source, source: 'settings' },
    ),
  );
}

const isList = (given: GivenSettings): given is readonly SettingsSource[] => Array.isArray(given);

function sharedSettings(
  { info, layers }: SettingsSources,
  values: readonly SourceValue[],
  editor: SettingsOwner | undefined,
  others: readonly SettingsOwner[],
): EditSettings {
  const given = values.map(({ value, source }) => parseSettings(value, source, editor, others).settings);
  const settings: EditSettings = Object.assign({}, settingsFor(info), ...given, layers && { layers });
  checkSettings(settings, info);
  return settings;
}

async function readSettings(path: string): Promise<unknown> {
  try {
    const text = await readFile(path, 'utf8');
    // YAML refuses a key that is there twice itself.
    if (/\.ya?ml$/i.test(path)) return parseYaml(text);
    const value: unknown = JSON.parse(text);
    const twice = duplicateKey(text);
    if (twice !== undefined) throw new Error(`"${twice}" is there twice`);
    return value;
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
