import { combinators, editorById, editors } from '@alphaedit/editors';
import type { Editor, EditorSetting } from '@alphaedit/spec';
import ts from 'typescript';

/**
 * The page of all editors: what each needs and can, its formula from its doc comment, its own settings with ranges and
 * defaults, all from the registry that `--editor` reads.
 *
 * @param program holds the sources of `@alphaedit/editors`
 * @param own ids of editors with a page of their own, which is linked
 * @throws {Error} for an editor or combinator without a doc comment
 */
export function editorsPage(program: ts.Program, own: readonly string[] = []): string {
  const comments = registryComments(program);
  const comment = (id: string) => {
    const text = comments.get(id);
    if (!text) throw new Error(`The editor or combinator ${id} has no doc comment.`);
    return text;
  };
  const all = Object.keys(editors).map((id) => editorById(id));
  return [
    '# Editors',
    '',
    'What `--editor` takes and `editorById` returns. [Choosing an editor](/guide/choosing-an-editor) says when to take which; [the mathematics](/guide/mathematics#solvers) has the formulas with the files that compute them.',
    '',
    '| editor | needs | several facts at once | remembers earlier batches |',
    '| --- | --- | --- | --- |',
    ...all.map(editorRow),
    '',
    ...all.flatMap((editor) => [
      `## ${editor.id}`,
      '',
      prose(comment(editor.id)),
      '',
      ...settingsTable(editor),
      ...(own.includes(editor.id) ? [`[More about \`${editor.id}\`](./editors/${editor.id})`, ''] : []),
    ]),
    '## Combinators',
    '',
    'After a plus sign, in any number: `memit+nullspace`, `alphaedit+blue`. Not every editor takes every one ([`not-composable`](/errors/not-composable)).',
    '',
    ...Object.keys(combinators).flatMap((id) => [`### +${id}`, '', prose(comment(`+${id}`)), '']),
  ].join('\n');
}

function editorRow({ id, requires, supports }: Editor): string {
  const needs = requires.map((one) => (one === 'projector' ? 'projector P' : 'second moment C₀')).join(', ');
  const yes = (is: boolean) => (is ? 'yes' : 'no');
  return `| [\`${id}\`](#${id}) | ${needs || 'nothing'} | ${yes(supports.batch)} | ${yes(supports.sequential)} |`;
}

function settingsTable({ settings = {} }: Editor): string[] {
  const rows = Object.entries(settings);
  if (rows.length === 0) return [];
  return [
    '| setting of its own | meaning | range | default |',
    '| --- | --- | --- | --- |',
    ...rows.map(
      ([name, setting]) =>
        `| \`${name}\` | ${prose(setting.meaning).replaceAll('|', '\\|')} | ${rangeOf(setting)} | \`${setting.default}\` |`,
    ),
    '',
  ];
}

function rangeOf({ type, minimum, above, maximum, choices }: EditorSetting): string {
  if (choices) return choices.map((choice) => `\`${choice}\``).join(', ');
  const limits = [
    ...(above === undefined ? [] : [`> ${above}`]),
    ...(minimum === undefined ? [] : [`≥ ${minimum}`]),
    ...(maximum === undefined ? [] : [`≤ ${maximum}`]),
  ];
  return [type === 'integer' ? 'whole number' : type, ...limits].join(' ');
}

/** Doc comments of what the registry's entries make, by id; of combinators with a plus sign. */
function registryComments(program: ts.Program): Map<string, string> {
  const checker = program.getTypeChecker();
  const found = new Map<string, string>();
  const registry = program
    .getSourceFiles()
    .find(({ fileName }) => fileName.endsWith('editors/src/registry.ts'));
  registry?.forEachChild((node) => {
    if (!ts.isVariableStatement(node)) return;
    for (const { name, initializer } of node.declarationList.declarations) {
      if (!initializer || !ts.isObjectLiteralExpression(initializer)) continue;
      const prefix = name.getText() === 'combinators' ? '+' : '';
      for (const property of initializer.properties) {
        const id = property.name?.getText().replace(/['"]/g, '');
        const maker = makerOf(property, checker);
        const text = ts.displayPartsToString(maker?.getDocumentationComment(checker));
        if (id && text !== '') found.set(prefix + id, text);
      }
    }
  });
  return found;
}

/** The function an entry is or calls. */
function makerOf(property: ts.ObjectLiteralElementLike, checker: ts.TypeChecker): ts.Symbol | undefined {
  let symbol: ts.Symbol | undefined;
  if (ts.isShorthandPropertyAssignment(property))
    symbol = checker.getShorthandAssignmentValueSymbol(property);
  else if (ts.isPropertyAssignment(property)) {
    let value: ts.Expression = property.initializer;
    if (ts.isArrowFunction(value) && ts.isExpression(value.body)) value = value.body;
    if (ts.isCallExpression(value)) value = value.expression;
    symbol = checker.getSymbolAtLocation(value);
  }
  return symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

const prose = (text: string) => text.replaceAll('<', '&lt;').replaceAll('{{', '&#123;&#123;');
