import { SettingsError } from '@alphaedit/spec';
import ts from 'typescript';

/** What an editor is called: `plain-ridge` on the command line, `plainRidge` in code. */
export interface EditorName {
  readonly id: string;
  readonly identifier: string;
}

const KEBAB_CASE = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
/** Six files are named for it. */
const LONGEST = 48;
/** Ids that mean something else where editors are named. */
const WORDS_OF_THE_COMMAND_LINE: Readonly<Record<string, string>> = {
  all: 'bench --editors all is every editor',
};

/**
 * The two spellings of a new editor's name.
 *
 * @throws {SettingsError} `editor-name-not-kebab-case`, `editor-name-reserved`
 */
export function editorName(id: string): EditorName {
  if (!KEBAB_CASE.test(id) || id.length > LONGEST) {
    const suggestion = toKebabCase(id);
    throw new SettingsError({
      code: 'editor-name-not-kebab-case',
      message: `"${id}" is no name for an editor.`,
      hint: `Take lower-case letters and digits in words joined by hyphens, a letter first, at most ${LONGEST} characters${
        KEBAB_CASE.test(suggestion) && suggestion.length <= LONGEST
          ? `: ${suggestion}`
          : ', as in plain-ridge'
      }.`,
      data: { name: id },
    });
  }
  const identifier = id.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
  const meaning = Object.hasOwn(WORDS_OF_THE_COMMAND_LINE, id)
    ? WORDS_OF_THE_COMMAND_LINE[id]
    : meaningInJavaScript(identifier);
  if (meaning) {
    throw new SettingsError({
      code: 'editor-name-reserved',
      message: `An editor cannot be called "${id}": ${meaning}.`,
      hint: `Add what sets it apart, as in ${id}-ridge.`,
      data: { name: id, identifier },
    });
  }
  return { id, identifier };
}

/** What an identifier stands for already, if it cannot be the name of an export. */
function meaningInJavaScript(identifier: string): string | undefined {
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, true, ts.LanguageVariant.Standard, identifier);
  const kind = scanner.scan();
  const reserved = kind >= ts.SyntaxKind.FirstReservedWord && kind <= ts.SyntaxKind.LastFutureReservedWord;
  // Words that strict code or modules reserve on top of the list.
  if (reserved || ['await', 'arguments', 'eval'].includes(identifier))
    return `${identifier} is a reserved word of JavaScript`;
  // Objects inherit words such as constructor: looked up by id, they would be found where there is no editor.
  if (identifier in globalThis) return `${identifier} is a name that JavaScript gives a meaning`;
  return undefined;
}

const toKebabCase = (text: string) =>
  text
    .trim()
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .toLowerCase();
