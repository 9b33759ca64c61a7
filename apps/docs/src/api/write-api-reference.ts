import { join } from 'node:path';
import { Application, Converter, Logger, LogLevel, type ProjectReflection, ReflectionKind } from 'typedoc';
import type { PackageEntry } from './package-entries.js';
import { repairAnchors } from './repair-anchors.js';

/** What TypeDoc complains about, kept instead of printed. */
class ProblemLog extends Logger {
  readonly problems: string[] = [];

  constructor() {
    super();
    this.level = LogLevel.Warn;
  }

  override log(message: string, level: LogLevel): void {
    if (level >= LogLevel.Warn) this.problems.push(message);
  }
}

export interface ApiReferenceOptions {
  /** Repository root. */
  readonly root: string;
  readonly entries: readonly PackageEntry[];
  /** Folder for the Markdown; left out, only problems are looked for. */
  readonly out?: string;
  readonly tsconfig?: string;
}

/**
 * Writes the API reference of `entries` as Markdown, one page per entry, from types and doc comments.
 *
 * @returns what is wrong: exports without a doc comment, links that lead nowhere, types that are not exported
 */
export async function writeApiReference({
  root,
  entries,
  out,
  tsconfig = join(root, 'tsconfig.json'),
}: ApiReferenceOptions): Promise<string[]> {
  const app = await Application.bootstrapWithPlugins({
    plugin: ['typedoc-plugin-markdown', 'typedoc-vitepress-theme'],
    entryPoints: entries.map(({ file }) => file),
    tsconfig,
    name: 'API',
    readme: 'none',
    excludePrivate: true,
    // Types are checked by `npm run typecheck`.
    skipErrorChecking: true,
    excludeInternal: true,
    disableSources: true,
    disableGit: true,
    sort: ['source-order'],
    validation: { notExported: false, invalidLink: true, notDocumented: true, rewrittenLink: false },
    packagesRequiringDocumentation: [...new Set(entries.map(({ specifier }) => packageOf(specifier)))],
    requiredToBeDocumented: ['Class', 'Interface', 'Function', 'Variable', 'TypeAlias', 'Enum'],
    logLevel: 'Warn',
    // Of typedoc-plugin-markdown and the VitePress theme.
    ...({
      router: 'module',
      docsRoot: out && join(out, '..', '..'),
      // The theme writes its side bar here, wherever the pages go.
      ...(out && { out }),
      hidePageHeader: true,
      hideBreadcrumbs: true,
      useCodeBlocks: true,
      expandObjects: true,
      sanitizeComments: true,
      parametersFormat: 'table',
      interfacePropertiesFormat: 'table',
      typeAliasPropertiesFormat: 'table',
      classPropertiesFormat: 'table',
      typeDeclarationFormat: 'table',
      enumMembersFormat: 'table',
    } as object),
  });
  const log = new ProblemLog();
  app.logger = log;
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, (context) => nameModules(context.project, entries));
  const project = await app.convert();
  if (!project) return [...log.problems, 'The packages do not compile.'];
  app.validate(project);
  if (out) {
    await app.outputs.writeOutput({ name: 'markdown', path: out }, project);
    repairAnchors(out);
  }
  return log.problems.filter((problem) => !isMember(problem, entries) && !isPartOfOptions(problem));
}

/** `@param` for a part of a parameter that is taken apart where it is declared: TypeDoc knows no name for it. */
const isPartOfOptions = (problem: string): boolean => problem.includes('has an @param with name');

/** Whether a problem is a method without a comment of its own: required are the exports. */
function isMember(problem: string, entries: readonly PackageEntry[]): boolean {
  const name = /^(\S+) \(\w+\), defined in/.exec(problem)?.[1];
  if (name === undefined) return false;
  const within = entries.find(({ specifier }) => name.startsWith(`${specifier}.`));
  return name.slice(within ? within.specifier.length + 1 : 0).includes('.');
}

const packageOf = (specifier: string) => specifier.split('/').slice(0, 2).join('/');

/** Modules are called as they are imported, not as their files are. */
function nameModules(project: ProjectReflection, entries: readonly PackageEntry[]): void {
  const modules = project.getChildrenByKind(ReflectionKind.Module);
  for (const module of modules) {
    const file = project.getSymbolIdFromReflection(module)?.fileName;
    const entry = entries.find((one) => file !== undefined && one.file === file);
    if (entry) module.name = entry.specifier;
  }
}
