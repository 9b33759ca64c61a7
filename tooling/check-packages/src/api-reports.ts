import { join } from 'node:path';
import { apiReport, type Entry } from './api-report.js';
import { readManifest } from './published-packages.js';
import { REPOSITORY_ROOT } from './repository-root.js';

/** Packages whose exports are contracts: with plug-ins (`spec`, `editors`) and with programs (`core`). */
const REPORTED = ['spec', 'editors', 'core'];

/** The API reports: path from the root, and text. */
export function apiReports(): { readonly path: string; readonly text: string }[] {
  return REPORTED.map((folder) => {
    const at = join(REPOSITORY_ROOT, 'packages', folder);
    const { name, exports } = readManifest(at);
    return { path: `etc/${folder}.api.md`, text: apiReport(name, entriesOf(name, exports, at)) };
  });
}

function entriesOf(name: string, exports: unknown, folder: string): Entry[] {
  return Object.entries(exports as Record<string, { 'alphaedit-source'?: string }>).flatMap(
    ([path, target]) => {
      const source = target['alphaedit-source'];
      return source ? [{ name: join(name, path).replaceAll('\\', '/'), source: join(folder, source) }] : [];
    },
  );
}
