import { z } from 'zod';
import { buildProgram } from '../src/build-program.js';
import { innerObjects, type JsonSchema, jsonSchemaOf, partOf } from '../src/documents/document-fields.js';
import { documents } from '../src/documents/documents.js';

/** Fields seen so far in this test file, by command: `Share.mean` for those of a part that has a name. */
const seen = new Map<string, Set<string>>();

/** The command that a command line calls, as `documents` names it. */
function commandOf(args: readonly string[]): string {
  const program = buildProgram();
  const words = args.filter((word) => !word.startsWith('-'));
  const command = program.commands.find((one) => one.name() === words[0]);
  const part = command?.commands.find((one) => one.name() === words[1]);
  return [command, part].flatMap((one) => one?.name() ?? []).join('-');
}

/**
 * Holds what a command printed to what is documented of it: every field has to be there and no other.
 *
 * @throws naming the fields that do not fit
 */
export function holdToDocumentation(args: readonly string[], document: unknown): void {
  const command = commandOf(args);
  const wanted = documents[command];
  if (!wanted) throw new Error(`src/documents says nothing about ${command}.`);
  const outcomes = wanted.map(({ schema }) => ({ schema, result: schema.safeParse(document) }));
  const fitting = outcomes.find(({ result }) => result.success);
  if (!fitting) {
    const problems = outcomes.map(({ result }) => z.prettifyError(result.error!));
    throw new Error(`What ${command} prints is not what is documented:\n${problems.join('\nor\n')}`);
  }
  const fields = seen.get(command) ?? new Set();
  seen.set(command, fields);
  const json = jsonSchemaOf(fitting.schema);
  walk(json, document, String(wanted.findIndex(({ schema }) => schema === fitting.schema)), json, fields);
}

/** Fields that are documented of a command and were in none of the documents held to it; warnings need a reason. */
export function fieldsNeverSeen(command: string): string[] {
  const all = documents[command]!.flatMap(({ schema }, i) => {
    const json = jsonSchemaOf(schema);
    const names = Object.entries(json.$defs ?? {}).flatMap(([part, inner]) => fieldsOf(inner, part));
    return [...fieldsOf(json, String(i)), ...names];
  });
  const fields = seen.get(command) ?? new Set();
  return [...new Set(all)].filter((field) => !fields.has(field) && !/^Warning\./.test(field));
}

function fieldsOf(object: JsonSchema, path: string): string[] {
  return Object.entries(object.properties ?? {}).flatMap(([name, schema]) => [
    `${path}.${name}`,
    ...[...innerObjects(schema, `${path}.${name}`)].flatMap(([inner, at]) => fieldsOf(inner, at)),
  ]);
}

function walk(schema: JsonSchema, value: unknown, path: string, root: JsonSchema, fields: Set<string>): void {
  const part = partOf(schema);
  if (part) {
    walk(root.$defs![part]!, value, part, root, fields);
    return;
  }
  for (const one of schema.anyOf ?? []) walk(one, value, path, root, fields);
  if (Array.isArray(value)) {
    if (schema.items) for (const one of value) walk(schema.items, one, `${path}[]`, root, fields);
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, inner] of Object.entries(value)) {
      const known = schema.properties?.[name];
      if (known) {
        fields.add(`${path}.${name}`);
        walk(known, inner, `${path}.${name}`, root, fields);
      } else if (schema.additionalProperties) {
        walk(schema.additionalProperties, inner, `${path}{${schema.key ?? 'name'}}`, root, fields);
      }
    }
  }
}
