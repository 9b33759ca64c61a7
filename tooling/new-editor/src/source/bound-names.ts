import ts from 'typescript';

/** The names a module imports, declares or exports at its top level. */
export function boundNames(source: ts.SourceFile): Set<string> {
  const names = new Set<string>();
  const add = (node: ts.Node | undefined): void => {
    if (!node) return;
    if (ts.isIdentifier(node)) names.add(node.text);
    else if (ts.isNamedImports(node) || ts.isNamedExports(node))
      for (const { name } of node.elements) add(name);
    else if (ts.isNamespaceImport(node) || ts.isNamespaceExport(node)) add(node.name);
    else if (ts.isObjectBindingPattern(node) || ts.isArrayBindingPattern(node))
      for (const element of node.elements) if (ts.isBindingElement(element)) add(element.name);
  };
  for (const statement of source.statements) {
    if (ts.isImportDeclaration(statement)) {
      add(statement.importClause?.name);
      add(statement.importClause?.namedBindings);
    } else if (ts.isExportDeclaration(statement)) add(statement.exportClause);
    else if (ts.isVariableStatement(statement))
      for (const { name } of statement.declarationList.declarations) add(name);
    else if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) add(statement.name);
    else if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement))
      add(statement.name);
  }
  return names;
}
