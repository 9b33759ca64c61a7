import type { Manifest } from './published-packages.js';

/**
 * The published packages and what each needs, as a Mermaid drawing. An arrow that follows from others is left out: who
 * needs `editors` needs what `editors` needs.
 */
export function importGraph(manifests: readonly Manifest[]): string {
  const names = new Set(manifests.map(({ name }) => name));
  const needs = new Map(
    manifests.map(({ name, dependencies, peerDependencies }) => [
      name,
      Object.keys({ ...dependencies, ...peerDependencies }).filter((other) => names.has(other)),
    ]),
  );
  const reaches = (from: string, to: string): boolean =>
    needs.get(from)!.some((next) => next === to || reaches(next, to));
  const arrows = [...needs].flatMap(([from, direct]) =>
    direct
      .filter((to) => !direct.some((other) => other !== to && reaches(other, to)))
      .map((to) => `  ${short(from)} --> ${short(to)}`),
  );
  return ['```mermaid', 'flowchart TD', ...arrows.sort(), '```'].join('\n');
}

const short = (name: string) => name.replace(/^@alphaedit\//, '');

const FROM = '<!-- import graph: made by npm run generate -->';
const TO = '<!-- end of import graph -->';

/**
 * A page with the drawing in its place.
 *
 * @throws {Error} where the page has no such place
 */
export function withImportGraph(page: string, graph: string): string {
  const [from, to] = [page.indexOf(FROM), page.indexOf(TO)];
  if (from < 0 || to < from) throw new Error(`The page has no "${FROM}" followed by "${TO}".`);
  return `${page.slice(0, from + FROM.length)}\n${graph}\n${page.slice(to)}`;
}
