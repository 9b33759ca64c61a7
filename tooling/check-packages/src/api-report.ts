import { join, relative } from 'node:path';
import ts from 'typescript';
import { REPOSITORY_ROOT } from './repository-root.js';

/** An entry of a package: what is imported, and the source behind it. */
export interface Entry {
  /** `@alphaedit/core/node`. */
  readonly name: string;
  /** Absolute path of its source. */
  readonly source: string;
}

const BANNER =
  'Made by `npm run api` from the sources. A change of this file is a change of what users and plug-ins rely on.';

/** Everything a package exports, with its types, as one page for reviews: sorted, without comments and bodies. */
export function apiReport(name: string, entries: readonly Entry[]): string {
  const program = ts.createProgram(
    entries.map(({ source }) => source),
    {
      ...compilerOptions(),
      noEmit: false,
      declaration: true,
      emitDeclarationOnly: true,
      removeComments: true,
    },
  );
  const declared = new Map<ts.SourceFile, ts.SourceFile>();
  const sections = entries.map((entry) => {
    const file = program.getSourceFile(entry.source)!;
    const checker = program.getTypeChecker();
    const symbols = checker.getExportsOfModule(checker.getSymbolAtLocation(file)!);
    const own = symbols
      .map((symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol))
      .map((symbol, i) => declarationsOf(symbol, symbols[i]!.name, entry, program, declared));
    return `## ${entry.name}\n\n\`\`\`ts\n${own.sort().join('\n\n')}\n\`\`\`\n`;
  });
  return `# ${name}\n\n${BANNER}\n\n${sections.join('\n')}`;
}

function declarationsOf(
  symbol: ts.Symbol,
  name: string,
  { source }: Entry,
  program: ts.Program,
  declared: Map<ts.SourceFile, ts.SourceFile>,
): string {
  const files = new Set(symbol.declarations!.map((declaration) => declaration.getSourceFile()));
  return [...files]
    .flatMap((file) => {
      const elsewhere = packageOf(file.fileName);
      if (elsewhere !== packageOf(source)) return [`export { ${name} } from '${elsewhere}';`];
      const emitted = declared.get(file) ?? declarationsIn(file, program);
      declared.set(file, emitted);
      return emitted.statements
        .filter((statement) => namesOf(statement).includes(symbol.name))
        .map((statement) => statement.getText(emitted).replace(/^export (declare )?/, 'export '));
    })
    .join('\n');
}

/** What the compiler would put into the `.d.ts` of a source. */
function declarationsIn(file: ts.SourceFile, program: ts.Program): ts.SourceFile {
  let text = '';
  program.emit(
    file,
    (_, written) => {
      text = written;
    },
    undefined,
    true,
  );
  return ts.createSourceFile(file.fileName, text, ts.ScriptTarget.Latest, true);
}

function namesOf(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.map(({ name }) => name.getText());
  const { name } = statement as { name?: ts.Node };
  return name === undefined ? [] : [name.getText()];
}

/** Name of the package a file belongs to, by its path. */
function packageOf(path: string): string {
  const installed = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1];
  if (installed !== undefined) return installed;
  const [group, folder] = relative(REPOSITORY_ROOT, path).replaceAll('\\', '/').split('/');
  return group === 'packages' ? `@alphaedit/${folder}` : `${group}/${folder}`;
}

function compilerOptions(): ts.CompilerOptions {
  const { config } = ts.readConfigFile(join(REPOSITORY_ROOT, 'tsconfig.base.json'), ts.sys.readFile);
  return ts.parseJsonConfigFileContent(config, ts.sys, REPOSITORY_ROOT).options;
}
