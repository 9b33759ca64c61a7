import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';

/**
 * Points links of generated pages at the headings that are there: where one name stands for several things on a
 * page, the generator sometimes counts on a heading (`#name-3`) that its tables do not make.
 */
export function repairAnchors(folder: string): void {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.md'),
  );
  const pages = new Map(files.map((file) => [normalize(file), readFileSync(join(folder, file), 'utf8')]));
  const places = new Map([...pages].map(([file, markdown]) => [file, placesOf(markdown)]));
  for (const [file, markdown] of pages) {
    const repaired = markdown.replace(/\]\(([^)\s#]*)#([^)\s]+)\)/g, (link, path: string, place: string) => {
      const target = path === '' ? file : normalize(relative('.', join(dirname(file), path)));
      const known = places.get(target);
      const plain = place.replace(/-\d+$/, '');
      return known && !known.has(place) && known.has(plain) ? `](${path}#${plain})` : link;
    });
    if (repaired !== markdown) writeFileSync(join(folder, file), repaired);
  }
}

/** What can be linked to on a page: its headings, repeated ones numbered, and its anchors. */
function placesOf(markdown: string): Set<string> {
  const places = new Set<string>();
  for (const [, heading] of markdown.matchAll(/^#+ (.+)$/gm)) {
    const slug = heading!
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, '-')
      .replace(/^-|-$/g, '');
    let place = slug;
    for (let n = 1; places.has(place); n++) place = `${slug}-${n}`;
    places.add(place);
  }
  for (const [, id] of markdown.matchAll(/<a id="([^"]+)"/g)) places.add(id!);
  return places;
}
