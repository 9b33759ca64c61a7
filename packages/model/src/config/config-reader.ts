import { CheckpointError } from '@alphaedit/spec';
import type { ConfigFields, ConfigReader } from '../transformer-shape.js';

/** A field of a config that no architecture asked for. */
export interface UnreadField {
  /** Its name, with those of the objects it lies in, e.g. `rope_scaling.mrope_section`. */
  readonly path: string;
  readonly name: string;
  readonly value: unknown;
  /** It and the fields beside it. */
  readonly fields: ReadonlyMap<string, unknown>;
}

/** A `ConfigReader` that can tell which fields nobody asked for. */
export interface TrackedConfig extends ConfigReader {
  /** Fields that were never read and are not null. */
  unread(): UnreadField[];
}

/** What a model's class in `transformers` says of its family, where `model_type` is left out. */
const CLASS_NAME = /^(.+?)(LMHeadModel|ForCausalLM|Model)$/;

/**
 * Typed access to a `config.json`, under any of the names a field has had. Every field read is remembered.
 *
 * @param ignored fields whose value `only` does not look at
 * @throws {CheckpointError} `config-field` for a field that is missing, of the wrong type or out of range or
 * given twice with different values, and `config-unsupported` for a value that would change the result and is
 * not implemented
 */
export function configReader(
  config: unknown,
  file: string,
  ignored: ReadonlySet<string> = new Set(),
): TrackedConfig {
  const reader = fieldReader(config, file, '', ignored);
  const { architectures } = config as { architectures?: unknown };
  const name = Array.isArray(architectures) ? CLASS_NAME.exec(String(architectures[0]))?.[1] : undefined;
  return { ...reader, modelType: reader.string('model_type', name?.toLowerCase()) };
}

type SectionReader = ConfigFields & Pick<TrackedConfig, 'unread'>;

function fieldReader(
  config: unknown,
  file: string,
  path: string,
  ignored: ReadonlySet<string>,
): SectionReader {
  if (typeof config !== 'object' || config === null || Array.isArray(config)) {
    throw new CheckpointError({
      code: 'config-broken',
      message: `${file}${path && `: "${path.slice(0, -1)}"`} is not a JSON object.`,
      hint: 'Download the file again or point at the folder that holds the whole checkpoint.',
    });
  }
  const fields = new Map(Object.entries(config));
  const read = new Set<string>();
  const sections = new Map<string, SectionReader>();
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
      if (ignored.has(path + name)) return;
      const value = at(name);
      const text = JSON.stringify(value);
      if (value === undefined || supported.some((one) => JSON.stringify(one) === text)) return;
      throw unsupportedField(file, path + name, value, `Supported: ${told(supported)}.`);
    },
    refuse(names, hint) {
      const { name, value } = lookup([names].flat()) ?? { name: [names].flat()[0]!, value: undefined };
      throw unsupportedField(file, path + name, value, hint);
    },
    section(names) {
      const found = lookup([names].flat());
      if (!found) return undefined;
      const known = sections.get(found.name);
      if (known) return known;
      const inner = fieldReader(found.value, file, `${path}${found.name}.`, ignored);
      sections.set(found.name, inner);
      return inner;
    },
    unread() {
      const here = [...fields].filter(([name, value]) => !read.has(name) && value !== null);
      return [
        ...here.map(([name, value]) => ({ path: path + name, name, value, fields })),
        ...[...sections.values()].flatMap((inner) => inner.unread()),
      ];
    },
  };
}

/** A value that would change the result and is not implemented. */
export function unsupportedField(file: string, field: string, value: unknown, hint: string): CheckpointError {
  return new CheckpointError({
    code: 'config-unsupported',
    message: `${file}: "${field}": ${shown(value)} is not supported.`,
    hint,
    data: { file, field, value },
  });
}

/** A value for a message, cut where it is long. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

/** Values one may choose from, in words. */
export const told = (values: readonly unknown[]): string =>
  values.map((value) => JSON.stringify(value)).join(' or ');
