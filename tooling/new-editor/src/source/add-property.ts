import type ts from 'typescript';

/** The text of a module with one more property at the end of an object literal in it. */
export function addProperty(
  source: ts.SourceFile,
  literal: ts.ObjectLiteralExpression,
  property: string,
): string {
  const { text } = source;
  const { properties } = literal;
  const at = properties.length === 0 ? literal.getStart(source) + 1 : properties.end;
  const comma = properties.length === 0 || properties.hasTrailingComma ? '' : ',';
  return `${text.slice(0, at)}${comma}\n${property},${text.slice(at)}`;
}
