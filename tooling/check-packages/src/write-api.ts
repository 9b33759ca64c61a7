// npm run api: writes the API reports, etc/*.api.md. Their difference is what a reviewer looks at.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { apiReports } from './api-reports.js';
import { REPOSITORY_ROOT } from './repository-root.js';

for (const { path, text } of apiReports()) {
  const file = join(REPOSITORY_ROOT, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
