import { pathToFileURL } from 'node:url';
import { editorById } from '@alphaedit/editors';
import type { Editor } from '@alphaedit/spec';
import { EditError, SettingsError, type Warning } from '@alphaedit/spec';
import { findPackage } from './find-package.js';

/** An editor, and its name for the record. */
export interface ResolvedEditor {
  readonly editor: Editor;
  /** What a run records: the id, or package, version and export. */
  readonly name: string;
}

/** Where editors from packages are looked for, and whether their code may run. */
export interface ResolveEditorOptions {
  /** Folder whose `node_modules`, and those above it, are looked through; the current one by default. */
  readonly from?: string;
  /**
   * Whether the code of a package may be loaded (the default): it runs with all rights of this process. `false` refuses
   * editors from packages and loads nothing.
   */
  readonly loadPackages?: boolean;
  /** Told before the code of a package runs. */
  readonly onWarning?: (warning: Warning) => void;
}

const PREFIX = 'npm:';

/**
 * An editor as it is, or by what names it: an id of this project, or `npm:PACKAGE` or `npm:PACKAGE#EXPORT` for one
 * that is installed in `from`. The package is loaded only then.
 *
 * @throws {SettingsError} `unknown-editor`, `editor-not-installed`, `editor-not-loaded`, `editor-outside-package`,
 * `editor-import-failed`, `no-editor-export`
 * @throws {EditError} `unsupported-editor` for another version of the contract
 */
export async function resolveEditor(
  wanted: string | Editor | ResolvedEditor = 'alphaedit',
  { from = process.cwd(), loadPackages = true, onWarning }: ResolveEditorOptions = {},
): Promise<ResolvedEditor> {
  if (typeof wanted === 'object') return 'editor' in wanted ? wanted : { editor: wanted, name: wanted.id };
  if (!wanted.startsWith(PREFIX)) {
    const editor = editorById(wanted);
    return { editor, name: editor.id };
  }
  const [name = '', exported] = wanted.slice(PREFIX.length).split('#');
  const found = /^(@[\w.-]+\/)?[\w-][\w.-]*$/.test(name) ? findPackage(name, from) : undefined;
  if (!found) {
    throw new SettingsError({
      code: 'editor-not-installed',
      message: `No package "${name}" is installed in ${from} or above it.`,
      hint: `Install it there: npm install ${name}.`,
      data: { package: name, from },
    });
  }
  const { version, entry } = found;
  if (!loadPackages) throw notLoaded(name, version);
  if (entry === undefined) throw outside(name, version);
  onWarning?.({
    code: 'editor-from-package',
    message: `${PREFIX}${name}@${version} is the code of another package: it runs with all rights of this process.`,
    data: { package: name, version, entry },
  });
  const exports = await load(entry, name);
  const editor = pick(exports, name, exported);
  if (editor.specificationVersion !== 'v1') {
    throw new EditError({
      code: 'unsupported-editor',
      message: `The editor of ${name}@${found.version} is made for contract ${editor.specificationVersion}; this is v1.`,
      hint: 'Install versions of the package and of alphaedit that belong together.',
      kind: 'input',
      data: { package: name, version: found.version, contract: editor.specificationVersion },
    });
  }
  return { editor, name: `${PREFIX}${name}@${found.version}${exported ? `#${exported}` : ''}` };
}

const notLoaded = (name: string, version: string) =>
  new SettingsError({
    code: 'editor-not-loaded',
    message: `${PREFIX}${name}@${version} is the code of another package, and was not loaded.`,
    hint: 'Give `loadPackages=true` if you trust the package: its code runs with all rights of this process.',
    data: { package: name, version },
  });

const outside = (name: string, version: string) =>
  new SettingsError({
    code: 'editor-outside-package',
    message: `The manifest of ${name}@${version} points to a file outside the package.`,
    hint: 'Do not use the package, and tell its author.',
    data: { package: name, version },
  });

async function load(entry: string, name: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return (await import(pathToFileURL(entry).href)) as Record<string, unknown>;
  } catch (cause) {
    throw new SettingsError({
      code: 'editor-import-failed',
      message: `Package "${name}" cannot be loaded: ${String((cause as Error)?.message ?? cause).split('\n', 1)[0]}`,
      hint: 'Tell its author; `cause` says where it failed.',
      data: { package: name, entry },
      cause,
    });
  }
}

/** The export asked for, or `default`, or the only one that is an editor or makes one. */
function pick(exports: Readonly<Record<string, unknown>>, name: string, wanted?: string): Editor {
  const names = Object.keys(exports);
  const candidates = wanted === undefined ? ['default', ...names] : [wanted];
  const editors = [...new Set(candidates)]
    .map((key) => [key, Object.hasOwn(exports, key) ? asEditor(exports[key]) : undefined] as const)
    .flatMap(([key, editor]) => (editor ? [{ key, editor }] : []));
  const chosen = editors[0]?.key === 'default' || editors.length === 1 ? editors[0]?.editor : undefined;
  if (chosen) return chosen;
  const several = editors.length > 1;
  throw new SettingsError({
    code: 'no-editor-export',
    message: several
      ? `Package "${name}" exports several editors.`
      : `Package "${name}" exports no editor${wanted === undefined ? '' : ` "${wanted}"`}.`,
    hint: several
      ? `Choose one: ${editors.map(({ key }) => `npm:${name}#${key}`).join(', ')}.`
      : `It exports ${names.join(', ') || 'nothing'}; an editor has specificationVersion, id, requires, supports and doPlan.`,
    data: { package: name, exports: names },
  });
}

/** The value as an editor, or what it makes when called without arguments. */
function asEditor(value: unknown): Editor | undefined {
  if (typeof value !== 'function') return isEditor(value) ? value : undefined;
  try {
    const made: unknown = value();
    return isEditor(made) ? made : undefined;
  } catch {
    return undefined; // a class, or a function that needs arguments
  }
}

function isEditor(value: unknown): value is Editor {
  if (typeof value !== 'object' || value === null) return false;
  const { specificationVersion, id, requires, supports, doPlan } = value as Partial<Editor>;
  return (
    typeof specificationVersion === 'string' &&
    typeof id === 'string' &&
    id !== '' &&
    Array.isArray(requires) &&
    typeof supports === 'object' &&
    supports !== null &&
    typeof doPlan === 'function'
  );
}
