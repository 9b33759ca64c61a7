import type { Warning } from '@alphaedit/spec';
import { shown, told, type UnreadField, unsupportedField } from './config-reader.js';
import { isInertField } from './inert-fields.js';
import { type ResultFields, resultFields } from './result-fields.js';

/** What is done about fields of a config that no family here reads. */
export interface ConfigPolicy {
  /**
   * Fields that are left out of account, e.g. `clip_qkv` or `rope_scaling.mrope_section`, although they are unknown or known to change the
   * result. A warning says so for each that is there.
   */
  readonly ignoreConfigFields?: readonly string[];
  /** Whether a field that is not known at all is an error rather than a warning. */
  readonly strictConfig?: boolean;
}

const BY_NAME: ReadonlyMap<string, ResultFields> = new Map(
  resultFields.flatMap((entry) => entry.names.map((name) => [name, entry])),
);

/**
 * Judges the fields that an architecture did not read: what changes nothing is passed over, what is known to change
 * the result is refused, and the rest is reported.
 *
 * @param file name of the config in messages
 * @returns one warning for each field that is not known (`config-field-unknown`) or ignored (`config-field-ignored`)
 * @throws {CheckpointError} `config-unsupported`
 */
export function judgeUnreadFields(
  unread: readonly UnreadField[],
  file: string,
  { ignoreConfigFields = [], strictConfig = false }: ConfigPolicy,
): Warning[] {
  return unread.flatMap((field): Warning[] => {
    const { path, name, value } = field;
    const data = { file, field: path, value };
    if (ignoreConfigFields.includes(path)) {
      const message = `${file}: "${path}": ${shown(value)} is ignored, as asked for.`;
      return [{ code: 'config-field-ignored', message, data }];
    }
    if (isInertField(name)) return [];
    const known = BY_NAME.get(name);
    if (known) {
      if (isNeutral(known, field)) return [];
      throw unsupportedField(file, path, value, hintFor(known, path));
    }
    if (strictConfig) {
      throw unsupportedField(
        file,
        path,
        value,
        `This field is not known. Name it in \`ignoreConfigFields\` if you are sure that it changes nothing.`,
      );
    }
    const message = `${file}: "${path}": ${shown(value)} is not a known field; it is taken to change nothing.`;
    return [{ code: 'config-field-unknown', message, data }];
  });
}

const isNeutral = ({ neutral = [], isNeutral }: ResultFields, { value, fields }: UnreadField): boolean =>
  neutral.includes(value) || isNeutral?.(value, fields) === true;

function hintFor({ does, neutral = [] }: ResultFields, path: string): string {
  const values = neutral.length > 0 ? ` Supported: ${told(neutral)}.` : '';
  return `This field ${does}.${values} Name it in \`ignoreConfigFields\` (${path}) to go on as if it were not there.`;
}
