import { type CommandDocument, type FieldTable, fieldTables } from 'alphaedit/documents';

/** The part of a command's page about what it prints with `--json`, from the schemas its tests are held to. */
export function documentSection(documents: readonly CommandDocument[]): string[] {
  if (documents.length === 0) return [];
  const tables = documents.map(({ when, schema }) => ({ when, all: fieldTables(schema) }));
  const parts = new Map(
    tables.flatMap(({ all }) =>
      all.flatMap((one) => (one.part === undefined ? [] : [[one.part, one] as const])),
    ),
  );
  return [
    '## JSON document',
    '',
    'What `--json` prints. A field with `?` is not always there; `a[].b` is in every entry of a list, `a{layer}` for every layer.',
    '',
    ...tables.flatMap(({ when, all }) => [
      ...(when === undefined ? [] : [`### ${sentenceCase(when)}`, '']),
      ...rows(all.find(({ part }) => part === undefined)!, parts),
    ]),
    ...[...parts.values()].flatMap((one) => [`### ${one.part}`, '', one.meaning, '', ...rows(one, parts)]),
  ];
}

function rows({ fields }: FieldTable, parts: ReadonlyMap<string, unknown>): string[] {
  const linked = (type: string) =>
    type.replace(/[A-Z]\w+/g, (name) => (parts.has(name) ? `[${name}](#${name.toLowerCase()})` : name));
  return [
    '| field | type | meaning |',
    '| --- | --- | --- |',
    ...fields.map(({ field, type, meaning }) => `| \`${field}\` | ${linked(type)} | ${cell(meaning)} |`),
    '',
  ];
}

const sentenceCase = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
