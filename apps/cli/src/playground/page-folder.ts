import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { OutputError } from '@alphaedit/spec';

/**
 * The folder of the playground's page, as it was built.
 *
 * @throws {OutputError} `page-not-built`
 */
export function pageFolder(): string {
  const manifest = createRequire(import.meta.url).resolve('@alphaedit/playground/package.json');
  const folder = join(dirname(manifest), 'dist');
  if (existsSync(join(folder, 'index.html'))) return folder;
  throw new OutputError({
    code: 'page-not-built',
    message: 'The page of the playground has not been built.',
    hint: 'In a clone of the repository, run `npm run pnpm -- --filter @alphaedit/playground build`.',
    data: { folder },
  });
}
