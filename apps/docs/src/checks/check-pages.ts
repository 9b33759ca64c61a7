import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { parseHTML } from 'linkedom';

interface Page {
  readonly ids: ReadonlySet<string>;
  readonly links: readonly string[];
  readonly loaded: readonly string[];
}

/**
 * What is wrong with the links of a built site: pages and anchors that do not exist, and anything that a browser
 * would fetch from another host.
 *
 * @param out folder of the site
 * @param base path it is served under, with a slash at both ends
 */
export function checkPages(out: string, base: string): string[] {
  const files = readdirSync(out, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(out, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
  const pages = new Map(
    files
      .filter((file) => file.endsWith('.html') && !file.startsWith('playground/'))
      .map((file) => [file, readPage(readFileSync(join(out, file), 'utf8'))]),
  );
  const problems: string[] = [];
  for (const [file, { links, loaded }] of pages) {
    for (const url of loaded) {
      if (isForeign(url)) problems.push(`${file} loads ${url} from another host.`);
      else if (!target(url, file, out, base)) problems.push(`${file} loads ${url}, which does not exist.`);
    }
    for (const url of new Set(links)) {
      if (isForeign(url)) continue;
      const found = target(url, file, out, base);
      const anchor = decodeURIComponent(url.split('#')[1] ?? '');
      if (!found) problems.push(`${file} links to ${url}, which does not exist.`);
      else if (anchor !== '' && pages.has(found) && !pages.get(found)!.ids.has(anchor)) {
        problems.push(`${file} links to ${url}, and that page has no such place.`);
      }
    }
  }
  for (const file of files.filter((name) => name.endsWith('.css') && !name.startsWith('playground/'))) {
    for (const [, url] of readFileSync(join(out, file), 'utf8').matchAll(/url\(["']?([^"')]+)/g)) {
      if (isForeign(url!) && !url!.startsWith('data:'))
        problems.push(`${file} loads ${url} from another host.`);
    }
  }
  return problems;
}

function readPage(html: string): Page {
  const { document } = parseHTML(html);
  const all = (selector: string, attribute: string) =>
    [...document.querySelectorAll(selector)].map((element) => element.getAttribute(attribute) ?? '');
  return {
    ids: new Set(all('[id]', 'id')),
    links: all('a[href]', 'href'),
    loaded: [...all('[src]', 'src'), ...all('link[href]', 'href')].filter((url) => !url.startsWith('data:')),
  };
}

const isForeign = (url: string) => /^(?:[a-z][a-z0-9+.-]*:)?\/\/|^(?:mailto|data):/i.test(url);

/** The file of the site an address leads to, if it exists. */
function target(url: string, from: string, out: string, base: string): string | undefined {
  const path = decodeURIComponent(url.replace(/[?#].*$/, ''));
  if (path === '') return from;
  if (path.startsWith('/') && !path.startsWith(base)) return undefined;
  const inside = path.startsWith('/')
    ? path.slice(base.length)
    : join(dirname(from), path).replaceAll('\\', '/');
  const candidates = [inside, `${inside}.html`, join(inside, 'index.html')];
  return candidates.find((candidate) => {
    const file = join(out, candidate);
    return candidate !== '' && existsSync(file) && statSync(file).isFile();
  });
}
