import { z } from 'zod';

/** One field of a document. */
export interface DocumentField {
  /** Where it is: `layers[].trace`; `deltaNorm{layer}` is a value for each layer. `?` where it may be absent. */
  readonly field: string;
  readonly type: string;
  readonly meaning: string;
}

/** The fields of a document, or of a part that several fields of it are. */
export interface FieldTable {
  /** Name of the part; nothing for the document itself. */
  readonly part?: string;
  readonly meaning: string;
  readonly fields: readonly DocumentField[];
}

/** As much of a JSON schema as zod makes of the documents. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
  readonly type?: string | readonly string[];
  readonly description?: string;
  /** What the names of a record are. */
  readonly key?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly items?: JsonSchema | false;
  readonly prefixItems?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: JsonSchema | false;
}

/** What describes the documents of a schema in JSON. */
export const jsonSchemaOf = (schema: z.ZodType): JsonSchema => z.toJSONSchema(schema) as JsonSchema;

/** Every field of a document: a table for itself, then one for each of the parts it names. */
export function fieldTables(schema: z.ZodType): FieldTable[] {
  const json = jsonSchemaOf(schema);
  return [
    { meaning: json.description ?? '', fields: fieldsOf(json, '') },
    ...Object.entries(json.$defs ?? {}).map(([part, definition]) => ({
      part,
      meaning: definition.description ?? '',
      fields: fieldsOf(definition, ''),
    })),
  ];
}

/** Name of the part that a reference means. */
export const partOf = ({ $ref }: JsonSchema): string | undefined => $ref?.replace('#/$defs/', '');

/** Where the inner fields of a value are, from where the value is: through lists and records. */
export function* innerObjects(schema: JsonSchema, path: string): Generator<[JsonSchema, string]> {
  if (schema.properties) yield [schema, path];
  if (schema.items) yield* innerObjects(schema.items, `${path}[]`);
  for (const one of schema.anyOf ?? []) yield* innerObjects(one, path);
  if (schema.additionalProperties) {
    yield* innerObjects(schema.additionalProperties, `${path}{${schema.key ?? 'name'}}`);
  }
}

function fieldsOf(object: JsonSchema, path: string): DocumentField[] {
  return Object.entries(object.properties ?? {}).flatMap(([name, schema]) => {
    const at = path === '' ? name : `${path}.${name}`;
    const optional = object.required?.includes(name) ? '' : '?';
    return [
      { field: `${at}${optional}`, type: typeOf(schema), meaning: schema.description ?? '' },
      ...[...innerObjects(schema, at)].flatMap(([inner, innerPath]) => fieldsOf(inner, innerPath)),
    ];
  });
}

/** The type of a field in words. */
function typeOf(schema: JsonSchema): string {
  const part = partOf(schema);
  if (part) return part;
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' or ');
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(' or ');
  if (schema.prefixItems) return `[${schema.prefixItems.map(typeOf).join(', ')}]`;
  if (schema.items) return `list of ${typeOf(schema.items)}`;
  if (schema.type === 'array') return 'list';
  if (schema.additionalProperties) return `${typeOf(schema.additionalProperties)} by ${schema.key ?? 'name'}`;
  return [schema.type ?? 'any'].flat().join(' or ');
}
