import { PUBLISHED_NAMES, settingsSchema } from '@alphaedit/core';
import { settingsFor } from '@alphaedit/editors';
import type { ModelInfo } from '@alphaedit/spec';
import ts from 'typescript';
import { z } from 'zod';

/** Models whose starting values are shown: the published ones, and one that the rule decides. */
const MODELS = [
  { title: 'GPT2-XL', architecture: 'gpt2', blocks: 48, hiddenSize: 1600 },
  { title: 'GPT-J-6B', architecture: 'gptj', blocks: 28, hiddenSize: 4096 },
  { title: 'Llama-3-8B', architecture: 'llama', blocks: 32, hiddenSize: 4096 },
  { title: 'Qwen2.5-7B', architecture: 'qwen2', blocks: 28, hiddenSize: 3584 },
  { title: 'by rule, 12 blocks', architecture: 'gpt2', blocks: 12, hiddenSize: 768 },
] as const;

interface JsonSchema {
  readonly description?: string;
  readonly type?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly minItems?: number;
  readonly items?: JsonSchema;
  readonly enum?: readonly unknown[];
}

/**
 * The page of all settings: meanings from the doc comments of `EditSettings`, ranges from the schema of a settings
 * file, starting values from `settingsFor`.
 *
 * @param program holds the sources of `@alphaedit/spec`
 * @throws {Error} for a setting without a doc comment
 */
export function settingsPage(program: ts.Program): string {
  const schema = z.toJSONSchema(settingsSchema) as {
    properties: Record<string, JsonSchema>;
    required?: string[];
  };
  const meanings = settingMeanings(program);
  const names = Object.keys(schema.properties);
  const defaults = MODELS.map(
    (model) => settingsFor(model as unknown as ModelInfo) as unknown as Record<string, unknown>,
  );
  const rows = names.map((name) => {
    const meaning = meanings.get(name);
    if (!meaning) throw new Error(`The setting ${name} has no doc comment in EditSettings.`);
    if (meaning !== schema.properties[name]!.description) {
      throw new Error(`The setting ${name} means one thing in EditSettings and another in settingsSchema.`);
    }
    const published = Object.entries(PUBLISHED_NAMES).filter(([, ours]) => ours === name);
    const also = published.map(([theirs]) => `\`${theirs}\``).join(', ');
    return `| \`${name}\` | ${cell(meaning)} | ${range(schema.properties[name]!)} | ${also} |`;
  });
  const values = names.map(
    (name) => `| \`${name}\` | ${defaults.map((of) => value(of[name])).join(' | ')} |`,
  );
  return [
    '# Settings',
    '',
    'How an edit is made. Each source goes before the ones above it:',
    '',
    "1. the published settings for the model's kind, or a rule for models without any (below);",
    '2. `settings.json` in the model folder;',
    '3. `--settings FILE`: JSON with the names below, or one of the published hparams files, JSON or YAML, as it is;',
    '4. `--set name=value`, any number of times;',
    '5. `--layers`.',
    '',
    'The values used are recorded in the manifest of the run. `alphaedit edit … --dry-run` shows them without editing.',
    '',
    '## Names',
    '',
    'Norms are Euclidean, in the units of the hidden state; losses are in nats; where no unit is named there is none.',
    '',
    '| setting | meaning | range | published name |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
    'Some editors have [settings of their own](/reference/editors), given the same way.',
    '',
    '## Starting values',
    '',
    'From [`settingsFor`](source:packages/editors/src/settings/settings-for.ts). An empty cell means: not used unless given.',
    '',
    `| setting | ${MODELS.map(({ title }) => title).join(' | ')} |`,
    `| --- | ${MODELS.map(() => '---').join(' | ')} |`,
    ...values,
    '',
    'A settings file:',
    '',
    '<<< models/demo/settings.json',
    '',
  ].join('\n');
}

/** Doc comments of the members of `EditSettings`, by name. */
function settingMeanings(program: ts.Program): Map<string, string> {
  const checker = program.getTypeChecker();
  const meanings = new Map<string, string>();
  for (const file of program.getSourceFiles()) {
    if (!file.fileName.endsWith('packages/spec/src/editor.ts')) continue;
    ts.forEachChild(file, (node) => {
      if (!ts.isInterfaceDeclaration(node) || node.name.text !== 'EditSettings') return;
      for (const member of node.members) {
        const symbol = member.name && checker.getSymbolAtLocation(member.name);
        const text = ts.displayPartsToString(symbol?.getDocumentationComment(checker)).trim();
        if (symbol && text !== '') meanings.set(symbol.name, text.replace(/\s+/g, ' '));
      }
    });
  }
  return meanings;
}

function range(schema: JsonSchema): string {
  const { type, minimum, exclusiveMinimum, maximum, exclusiveMaximum, items } = schema;
  if (schema.enum) return schema.enum.map((one) => `\`${one}\``).join(', ');
  if (items) return `list of ${range(items)}`;
  const limits = [
    ...(exclusiveMinimum === undefined ? [] : [`> ${exclusiveMinimum}`]),
    ...(minimum === undefined ? [] : [`≥ ${minimum}`]),
    ...(exclusiveMaximum === undefined ? [] : [`< ${exclusiveMaximum}`]),
    // The largest safe integer is how a schema says "any whole number".
    ...(maximum === undefined || maximum >= Number.MAX_SAFE_INTEGER ? [] : [`≤ ${maximum}`]),
  ];
  const kind = type === 'integer' ? 'whole number' : (type ?? 'value');
  return [kind, ...limits].join(' ');
}

function value(of: unknown): string {
  if (of === undefined) return '';
  return Array.isArray(of) ? of.join(', ') : String(of);
}

const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
