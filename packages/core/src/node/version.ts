import { readFileSync } from 'node:fs';

let version: string | undefined;

/** Version of this package, as runs, packs and exports record it. Source and bundle both lie below package.json. */
export function packageVersion(): string {
  if (version === undefined) {
    for (const place of ['../package.json', '../../package.json']) {
      try {
        const found = JSON.parse(readFileSync(new URL(place, import.meta.url), 'utf8'));
        if (found.name === '@alphaedit/core') version = String(found.version);
      } catch {
        // Not at this depth.
      }
    }
    version ??= 'unknown';
  }
  return version;
}
