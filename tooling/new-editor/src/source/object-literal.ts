import { SettingsError } from '@alphaedit/spec';
import ts from 'typescript';

/**
 * The object literal that a constant of a module is.
 *
 * @throws {SettingsError} `source-not-understood` when there is none
 */
export function objectLiteral(source: ts.SourceFile, name: string): ts.ObjectLiteralExpression {
  for (const statement of source.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    for (const { name: declared, initializer } of statement.declarationList.declarations) {
      if (declared.getText(source) === name && initializer && ts.isObjectLiteralExpression(initializer))
        return initializer;
    }
  }
  throw new SettingsError({
    code: 'source-not-understood',
    message: `${source.fileName} has no constant "${name}" that is an object literal.`,
    hint: 'Add the editor by hand, as the guide says, and teach tooling/new-editor the new shape.',
    data: { file: source.fileName, constant: name },
  });
}

/** The keys of an object literal, as they read at run time. */
export const keysOf = (literal: ts.ObjectLiteralExpression): string[] =>
  literal.properties.flatMap(({ name }) =>
    name && (ts.isIdentifier(name) || ts.isStringLiteral(name)) ? [name.text] : [],
  );
