import { CheckpointError } from '@alphaedit/spec';
import { isInertField } from './inert-fields.js';
import type { ConfigReader } from './transformer-shape.js';

/** A `ConfigReader` that can tell which fields nobody asked for. */
export interface TrackedConfig extends ConfigReader {
  /** @throws {CheckpointError} `config-unsupported` naming a field that was never read and may matter */
  assertAllRead(): void;
}

/**
 * Typed access to a `config.json`, under any of the names a field has had. Every field read is remembered, so
 * that one nobody knows is an error and not a silent difference.
 *
 * @throws {CheckpointError} `config-field` for a field that is missing, of the wrong type or out of range or
 * given twice with different values, and `config-unsupported` for a value that would change the result and is
 * not implemented
 */
export function configReader(config: unknown, file: string): TrackedConfig {
  const reader = fieldReader(config, file, '');
  const modelType = reader.string('model_type');
  return { ...reader, modelType };
}

function fieldReader(config: unknown, file: string, path: string): Omit<TrackedConfig, 'modelType'> {
  if (typeof config !== 'object' || config === null || Array.isArray(config)) {
    throw new CheckpointError({
      code: 'config-broken',
      message: `${file}${path && `: "${path.slice(0, -1)}"`} is not a JSON object.`,
      hint: 'Download the file again or point at the folder that holds the whole checkpoint.',
    });
  }
  const fields = new Map(Object.entries(config));
  const read = new Set<string>();
  const sections = new Map<string, Omit<TrackedConfig, 'modelType'>>();
  const at = (name: string): unknown => {
    read.add(name);
    return fields.get(name) ?? undefined;
  };
  const bad = (name: string, why: string, value?: unknown): never => {
    throw new CheckpointError({
      code: 'config-field',
      message: `${file}: field "${path}${name}" ${why}${value === undefined ? '' : ` (found ${shown(value)})`}.`,
      hint: 'Compare the file with the one published with the checkpoint.',
      data: { file, field: path + name, value },
    });
  };
  const unsupported = (name: string, value: unknown, hint: string): never => {
    throw new CheckpointError({
      code: 'config-unsupported',
      message: `${file}: "${path}${name}": ${shown(value)} is not supported.`,
      hint,
      data: { file, field: path + name, value },
    });
  };
  const lookup = (names: readonly string[]) => {
    const given = names.map((name) => ({ name, value: at(name) })).filter(({ value }) => value !== undefined);
    const [first, ...others] = given;
    const other = others.find(({ value }) => JSON.stringify(value) !== JSON.stringify(first!.value));
    if (other) bad(other.name, `contradicts "${first!.name}"`, other.value);
    return first;
  };
  function field<T>(
    spellings: string | readonly string[],
    fallback: T | undefined,
    accept: (value: unknown) => value is T,
    wanted: string,
  ): T {
    const names = [spellings].flat();
    const found = lookup(names);
    if (!found) return fallback === undefined ? bad(names.join('" or "'), 'is missing') : fallback;
    return accept(found.value) ? found.value : bad(found.name, `must be ${wanted}`, found.value);
  }
  const isSize = (value: unknown): value is number =>
    typeof value === 'number' && Number.isInteger(value) && value > 0 && value < 2 ** 31;
  const isPositive = (value: unknown): value is number =>
    typeof value === 'number' && Number.isFinite(value) && value > 0;
  const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean';
  const isString = (value: unknown): value is string => typeof value === 'string';
  return {
    integer: (names, fallback) => field(names, fallback, isSize, 'a positive integer'),
    number: (names, fallback) => field(names, fallback, isPositive, 'a positive number'),
    boolean: (names, fallback) => field(names, fallback, isBoolean, 'true or false'),
    string: (names, fallback) => field(names, fallback, isString, 'a string'),
    raw: at,
    isNull: (name) => fields.get(name) === null,
    only(name, supported) {
      const value = at(name);
      if (value === undefined || supported.includes(value)) return;
      unsupported(name, value, `Supported: ${supported.map((s) => JSON.stringify(s)).join(', ')}.`);
    },
    section(names) {
      const found = lookup([names].flat());
      if (!found) return undefined;
      const known = sections.get(found.name);
      if (known) return known;
      const inner = fieldReader(found.value, file, `${path}${found.name}.`);
      sections.set(found.name, inner);
      return inner;
    },
    assertAllRead() {
      for (const [name, value] of fields) {
        if (read.has(name) || value === null || isInertField(name)) continue;
        unsupported(
          name,
          value,
          'This field is not known for this model family. Remove it if you are sure that it changes nothing.',
        );
      }
      for (const inner of sections.values()) inner.assertAllRead();
    },
  };
}

/** A value for a message, cut where it is long. */
function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
