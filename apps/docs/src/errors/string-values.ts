import ts from 'typescript';

/** Stands for a part of a text that is known only when the program runs. */
const unknownPart = (name: string): string => `⟨${name}⟩`;

/** Every call in the sources by the function it resolves to. */
export type CallSites = ReadonlyMap<ts.Node, readonly ts.CallExpression[]>;

/** Finds every call, so that a parameter can be followed to what callers pass. */
export function callSites(checker: ts.TypeChecker, files: readonly ts.SourceFile[]): CallSites {
  const calls = new Map<ts.Node, ts.CallExpression[]>();
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const target = checker.getResolvedSignature(node)?.declaration;
      if (target) calls.set(target, [...(calls.get(target) ?? []), node]);
    }
    ts.forEachChild(node, visit);
  };
  for (const file of files) visit(file);
  return calls;
}

/** What one call passes for each parameter of a function. */
export type Arguments = ReadonlyMap<ts.ParameterDeclaration, ts.Expression>;

/**
 * The texts an expression may stand for: literals, branches of conditionals, constants, literal types, and what
 * callers pass for a parameter. What cannot be told is an `unknownPart`.
 *
 * @param given what a parameter stands for, where one call is looked at
 */
export function stringValues(
  expression: ts.Expression,
  checker: ts.TypeChecker,
  calls: CallSites,
  given: Arguments = new Map(),
  depth = 0,
): string[] {
  const of = (next: ts.Expression) => stringValues(next, checker, calls, given, depth + 1);
  if (depth > 12) return [unknownPart('…')];
  if (ts.isStringLiteralLike(expression)) return [expression.text];
  if (ts.isParenthesizedExpression(expression) || ts.isAsExpression(expression))
    return of(expression.expression);
  if (ts.isConditionalExpression(expression))
    return distinct([...of(expression.whenTrue), ...of(expression.whenFalse)]);
  if (ts.isTemplateExpression(expression)) {
    return expression.templateSpans.reduce(
      (texts, { expression: part, literal }) => combine(combine(texts, of(part)), [literal.text]),
      [expression.head.text],
    );
  }
  if (ts.isBinaryExpression(expression)) {
    const { operatorToken, left, right } = expression;
    if (operatorToken.kind === ts.SyntaxKind.PlusToken) return combine(of(left), of(right));
    if ([ts.SyntaxKind.QuestionQuestionToken, ts.SyntaxKind.BarBarToken].includes(operatorToken.kind)) {
      return distinct([...of(left), ...of(right)]);
    }
  }
  if (ts.isElementAccessExpression(expression)) {
    const looked = lookUp(expression, checker, of);
    if (looked) return looked;
  }
  const argument = ts.isIdentifier(expression) ? argumentFor(expression, checker, given) : undefined;
  if (argument) return of(argument);
  const literals = literalTypes(checker.getTypeAtLocation(expression));
  if (literals) return literals;
  if (ts.isIdentifier(expression)) {
    const followed = followIdentifier(expression, checker, calls, of);
    if (followed) return followed;
  }
  return [unknownPart(shortName(expression))];
}

/** Where a name is declared, also where it is both name and value of a property. */
export function declarationOf(
  identifier: ts.Identifier,
  checker: ts.TypeChecker,
): ts.Declaration | undefined {
  const symbol = ts.isShorthandPropertyAssignment(identifier.parent)
    ? checker.getShorthandAssignmentValueSymbol(identifier.parent)
    : checker.getSymbolAtLocation(identifier);
  return symbol?.valueDeclaration;
}

function argumentFor(
  identifier: ts.Identifier,
  checker: ts.TypeChecker,
  given: Arguments,
): ts.Expression | undefined {
  const declaration = declarationOf(identifier, checker);
  return declaration && ts.isParameter(declaration) ? given.get(declaration) : undefined;
}

/** `HINTS[code]`: the entries of a constant object that the index may name. */
function lookUp(
  expression: ts.ElementAccessExpression,
  checker: ts.TypeChecker,
  of: (expression: ts.Expression) => string[],
): string[] | undefined {
  const declaration = ts.isIdentifier(expression.expression)
    ? declarationOf(expression.expression, checker)
    : undefined;
  const table = declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
  if (!table || !ts.isObjectLiteralExpression(table)) return undefined;
  const names = of(expression.argumentExpression);
  const entries = table.properties.filter(ts.isPropertyAssignment);
  const chosen = entries.filter(({ name }) => 'text' in name && names.includes(name.text));
  return chosen.length > 0 ? distinct(chosen.flatMap(({ initializer }) => of(initializer))) : undefined;
}

function followIdentifier(
  identifier: ts.Identifier,
  checker: ts.TypeChecker,
  calls: CallSites,
  of: (expression: ts.Expression) => string[],
): string[] | undefined {
  const declaration = declarationOf(identifier, checker);
  if (!declaration) return undefined;
  if (ts.isVariableDeclaration(declaration) && declaration.initializer) return of(declaration.initializer);
  if (ts.isParameter(declaration)) return followParameter(declaration, calls, of);
  if (ts.isBindingElement(declaration)) return followBinding(declaration, checker, of);
  return undefined;
}

function followParameter(
  parameter: ts.ParameterDeclaration,
  calls: CallSites,
  of: (expression: ts.Expression) => string[],
): string[] | undefined {
  const index = parameter.parent.parameters.indexOf(parameter);
  const values = (calls.get(parameter.parent) ?? []).flatMap((call) => {
    const argument = call.arguments[index] ?? parameter.initializer;
    return argument ? of(argument) : [];
  });
  return values.length > 0 ? distinct(values) : undefined;
}

/** `for (const { code } of LIST)`: the values of that property in the list's literal. */
function followBinding(
  element: ts.BindingElement,
  checker: ts.TypeChecker,
  of: (expression: ts.Expression) => string[],
): string[] | undefined {
  const name = (element.propertyName ?? element.name).getText();
  const loop = ts.findAncestor(element, ts.isForOfStatement);
  const list = loop && listLiteral(loop.expression, checker);
  const values = list?.elements.flatMap((item) => {
    if (!ts.isObjectLiteralExpression(item)) return [];
    const property = item.properties.find((one) => one.name?.getText() === name);
    return property && ts.isPropertyAssignment(property) ? of(property.initializer) : [];
  });
  return values && values.length > 0 ? distinct(values) : undefined;
}

function listLiteral(
  expression: ts.Expression,
  checker: ts.TypeChecker,
): ts.ArrayLiteralExpression | undefined {
  const declaration = checker.getSymbolAtLocation(expression)?.valueDeclaration;
  let value = declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : expression;
  while (value && (ts.isAsExpression(value) || ts.isSatisfiesExpression(value))) value = value.expression;
  return value && ts.isArrayLiteralExpression(value) ? value : undefined;
}

function literalTypes(type: ts.Type): string[] | undefined {
  const parts = type.isUnion() ? type.types : [type];
  return parts.every((part) => part.isStringLiteral())
    ? parts.map((part) => (part as ts.StringLiteralType).value)
    : undefined;
}

/** More than this many variants of one text say nothing more. */
const MOST_VARIANTS = 12;

function combine(heads: readonly string[], tails: readonly string[]): string[] {
  const some = heads.length * tails.length > MOST_VARIANTS ? tails.slice(0, 1) : tails;
  return distinct(heads.flatMap((head) => some.map((tail) => head + tail)));
}

const distinct = (texts: readonly string[]): string[] => [...new Set(texts)];

/** A short name of an expression, for people: `JSON.stringify(name)` → `name`, `data.row` → `row`. */
function shortName(expression: ts.Expression): string {
  if (ts.isIdentifier(expression)) return expression.text;
  if (ts.isPropertyAccessExpression(expression)) return expression.name.text;
  if (ts.isElementAccessExpression(expression)) return shortName(expression.expression);
  if (ts.isNonNullExpression(expression)) return shortName(expression.expression);
  if (ts.isCallExpression(expression)) {
    const { arguments: args, expression: callee } = expression;
    const first = args[0];
    if (first && !ts.isStringLiteralLike(first) && !ts.isArrowFunction(first)) return shortName(first);
    return ts.isPropertyAccessExpression(callee) ? shortName(callee.expression) : shortName(callee);
  }
  if (ts.isBinaryExpression(expression)) return shortName(expression.left);
  return '…';
}
