import { SettingsError } from '@alphaedit/spec';
import ts from 'typescript';
import type { EditorName } from '../editor-name.js';
import { parseSource } from '../source/parse-source.js';
import { renamed } from './renamed.js';

const INDEX = '../../src/index.js';

/**
 * The source of a new editor: the example of the guide under another name. What the example takes from the package's
 * index is taken from the modules behind it, for the index will export the new editor.
 *
 * @param example the text of `plain-ridge.ts`
 * @param index the text of the package's index
 * @throws {SettingsError} `source-not-understood` for an import that the index does not have
 */
export function editorSource(name: EditorName, example: string, index: string): string {
  const source = parseSource('plain-ridge.ts', example);
  const modules = modulesBehind(parseSource('index.ts', index));
  let text = example;
  for (const statement of [...source.statements].reverse()) {
    if (!ts.isImportDeclaration(statement) || !isFrom(statement, INDEX)) continue;
    const bindings = statement.importClause?.namedBindings;
    const elements = bindings && ts.isNamedImports(bindings) ? [...bindings.elements] : [];
    const imports = elements.map((element) => {
      const module = modules.get((element.propertyName ?? element.name).text);
      if (module === undefined) throw notExported(element.name.text);
      return `import { ${element.getText(source)} } from '../${module.slice(2)}';`;
    });
    text = text.slice(0, statement.getStart(source)) + imports.join('\n') + text.slice(statement.end);
  }
  // The example has no paper; every editor of the registry names its own.
  return renamed(name, text).replace(/^ \*\/$/m, ' *\n * @see TODO: paper and equation\n */');
}

/** From each name an index exports to the module it comes from. */
function modulesBehind(index: ts.SourceFile): Map<string, string> {
  const modules = new Map<string, string>();
  for (const statement of index.statements) {
    if (!ts.isExportDeclaration(statement) || !statement.exportClause) continue;
    if (!ts.isNamedExports(statement.exportClause) || !statement.moduleSpecifier) continue;
    const module = (statement.moduleSpecifier as ts.StringLiteral).text;
    for (const { name } of statement.exportClause.elements) modules.set(name.text, module);
  }
  return modules;
}

const isFrom = (statement: ts.ImportDeclaration, module: string) =>
  ts.isStringLiteral(statement.moduleSpecifier) && statement.moduleSpecifier.text === module;

const notExported = (name: string) =>
  new SettingsError({
    code: 'source-not-understood',
    message: `The example imports ${name}, which the index of the package does not export.`,
    hint: 'Put packages/editors/test/example right first: its tests fail too.',
    data: { name },
  });
