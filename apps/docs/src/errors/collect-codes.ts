import { readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';
import { type Arguments, callSites, declarationOf, stringValues } from './string-values.js';

/** A place in the sources where an error or a warning with a code is made. */
export interface CodeSite {
  readonly code: string;
  /** `warning` where nothing tells the reader what to do, and nothing stops. */
  readonly type: 'error' | 'warning';
  /** Class of the error, e.g. `FactError`. */
  readonly className?: string;
  /** What it may say; parts only known at run time as ⟨name⟩. */
  readonly messages: readonly string[];
  readonly hints: readonly string[];
  /** `input`, `work` or `interrupted`. */
  readonly kinds: readonly string[];
  /** Path in the repository. */
  readonly file: string;
}

export interface CollectedCodes {
  readonly sites: readonly CodeSite[];
  /** Places whose code cannot be told from the sources, as `file:line`. */
  readonly untold: readonly string[];
}

/**
 * Every error and warning code the sources can produce: each object literal with `code`, `message` and (for
 * errors) `hint`, its code followed through constants, conditions and parameters.
 */
export function collectCodes(root: string, program: ts.Program = sourceProgram(root)): CollectedCodes {
  const checker = program.getTypeChecker();
  const files = program.getSourceFiles().filter(({ fileName }) => isProductSource(relative(root, fileName)));
  const calls = callSites(checker, files);
  const sites: CodeSite[] = [];
  const untold: string[] = [];

  const visit = (node: ts.Node): void => {
    if (ts.isObjectLiteralExpression(node)) read(node);
    ts.forEachChild(node, visit);
  };
  const read = (literal: ts.ObjectLiteralExpression): void => {
    const code = propertyOf(literal, 'code');
    const message = propertyOf(literal, 'message');
    if (!code || !message || passesOn(code, checker)) return;
    if (!(checker.getTypeAtLocation(code).flags & ts.TypeFlags.StringLike) && !isStringUnion(code)) return;
    for (const given of callsBehind(code)) readWith(literal, code, message, given);
  };
  /** Where the code is a parameter, each call says something of its own. */
  const callsBehind = (code: ts.Expression): Arguments[] => {
    const declaration = ts.isIdentifier(code) ? declarationOf(code, checker) : undefined;
    if (!declaration || !ts.isParameter(declaration)) return [new Map()];
    const { parameters } = declaration.parent;
    const made = calls.get(declaration.parent) ?? [];
    return made.map(
      (call) =>
        new Map(
          parameters.flatMap((parameter, index) => {
            const value = call.arguments[index] ?? parameter.initializer;
            return value ? [[parameter, value] as const] : [];
          }),
        ),
    );
  };
  const isStringUnion = (code: ts.Expression) => {
    const type = checker.getTypeAtLocation(code);
    return type.isUnion() && type.types.every((part) => part.flags & ts.TypeFlags.StringLike);
  };
  const readWith = (
    literal: ts.ObjectLiteralExpression,
    code: ts.Expression,
    message: ts.Expression,
    given: Arguments,
  ): void => {
    const hint = propertyOf(literal, 'hint');
    const kind = propertyOf(literal, 'kind');
    const texts = (expression: ts.Expression | undefined) =>
      expression ? stringValues(expression, checker, calls, given) : [];
    const source = literal.getSourceFile();
    const file = relative(root, source.fileName);
    for (const value of texts(code)) {
      if (/[^a-z0-9-]/.test(value)) {
        const { line } = source.getLineAndCharacterOfPosition(literal.getStart());
        untold.push(`${file}:${line + 1} (${value})`);
        continue;
      }
      sites.push({
        code: value,
        type: hint ? 'error' : 'warning',
        className: hint && className(literal),
        messages: texts(message),
        hints: texts(hint),
        kinds: kind ? texts(kind) : hint ? [defaultKind(literal)] : [],
        file,
      });
    }
  };
  for (const file of files) visit(file);
  return { sites, untold };
}

/** The program of every package and app: what the configurations of the root and of the apps include. */
export function sourceProgram(root: string): ts.Program {
  const apps = readdirSync(join(root, 'apps')).map((app) => join(root, 'apps', app, 'tsconfig.json'));
  const parsed = [join(root, 'tsconfig.json'), ...apps].filter(ts.sys.fileExists).map((path) => {
    const { config } = ts.readConfigFile(path, ts.sys.readFile);
    return ts.parseJsonConfigFileContent(config, ts.sys, dirname(path));
  });
  const files = new Set(parsed.flatMap(({ fileNames }) => fileNames));
  const options = Object.assign({}, ...parsed.map((one) => one.options)) as ts.CompilerOptions;
  return ts.createProgram(
    [...files].filter((file) => isProductSource(relative(root, file))),
    options,
  );
}

const isProductSource = (path: string) =>
  /^(?:packages|apps)\/(?!docs\/)[^/]+\/src\//.test(path) && !/\.test\.tsx?$/.test(path);

function propertyOf(literal: ts.ObjectLiteralExpression, name: string): ts.Expression | undefined {
  const property = literal.properties.find((one) => one.name?.getText() === name);
  if (!property) return undefined;
  if (ts.isPropertyAssignment(property)) return property.initializer;
  return ts.isShorthandPropertyAssignment(property) ? property.name : undefined;
}

/** Whether a code is taken from an error that was made elsewhere. */
function passesOn(code: ts.Expression, checker: ts.TypeChecker): boolean {
  if (ts.isPropertyAccessExpression(code)) return true;
  if (!ts.isIdentifier(code)) return false;
  const symbol = ts.isShorthandPropertyAssignment(code.parent)
    ? checker.getShorthandAssignmentValueSymbol(code.parent)
    : checker.getSymbolAtLocation(code);
  const declaration = symbol?.valueDeclaration;
  if (!declaration || !ts.isBindingElement(declaration)) return false;
  return !ts.findAncestor(declaration, ts.isForOfStatement) || !isConstantList(declaration, checker);
}

function isConstantList(element: ts.BindingElement, checker: ts.TypeChecker): boolean {
  const loop = ts.findAncestor(element, ts.isForOfStatement)!;
  const declaration = checker.getSymbolAtLocation(loop.expression)?.valueDeclaration;
  return declaration !== undefined && ts.isVariableDeclaration(declaration);
}

function className(literal: ts.ObjectLiteralExpression): string | undefined {
  const { parent } = literal;
  if (ts.isNewExpression(parent)) return parent.expression.getText();
  if (ts.isCallExpression(parent) && parent.expression.kind === ts.SyntaxKind.SuperKeyword) {
    return ts.findAncestor(parent, ts.isClassDeclaration)?.name?.text;
  }
  return undefined;
}

/** `input` unless the error says otherwise; the command line's own words carry their exit code. */
function defaultKind(literal: ts.ObjectLiteralExpression): string {
  const exitCode = propertyOf(literal, 'exitCode')?.getText();
  return exitCode === '1' ? 'work' : 'input';
}
