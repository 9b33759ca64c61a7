import { readFileSync } from 'node:fs';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { filterProblems } from '@arethetypeswrong/core/problems';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { manifestProblems } from './manifest-problems.js';
import type { Manifest } from './published-packages.js';
import type { RootManifest } from './shared-fields.js';

/** Ways of resolving that a package of ES modules does not serve: TypeScript before exports, and `require`. */
const NOT_SERVED = new Set(['node10', 'node16-cjs']);

/**
 * Everything wrong with a package as npm would get it, one line each.
 *
 * @param shared what its manifest should say about where it comes from
 */
export async function checkTarball(path: string, shared: RootManifest): Promise<string[]> {
  const bytes = readFileSync(path);
  const data = new Uint8Array(bytes);
  const contents = createPackageFromTarballData(data);
  const at = `/node_modules/${contents.packageName}/`;
  const files = contents.listFiles(at).map((file) => file.slice(at.length));
  const manifest = JSON.parse(contents.readFile(`${at}package.json`)) as Manifest;
  const readme = contents.tryReadFile(`${at}README.md`) ?? '';

  const tarball = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  const { messages, pkg } = await publint({ pack: { tarball }, strict: true });
  return [
    ...manifestProblems({ manifest, files, readme, shared }),
    ...messages.map((message) => `publint: ${formatMessage(message, pkg, { color: false })}`),
    ...(hasEntries(manifest) ? await typeProblems(data) : []),
  ];
}

/** Whether there is anything to import: programs and pages have none. */
const hasEntries = ({ exports }: Manifest) =>
  Object.keys((exports ?? {}) as object).some((path) => path !== './package.json');

async function typeProblems(data: Uint8Array): Promise<string[]> {
  const analysis = await checkPackage(createPackageFromTarballData(data));
  if (!analysis.types) return ['types: the package has none'];
  return Object.entries(analysis.entrypoints).flatMap(([entrypoint, { resolutions }]) =>
    (Object.keys(resolutions) as (keyof typeof resolutions)[])
      .filter((kind) => !NOT_SERVED.has(kind))
      .flatMap((resolutionKind) =>
        filterProblems(analysis, { entrypoint, resolutionKind }).map(
          ({ kind }) => `types: ${kind} of "${entrypoint}" (${resolutionKind})`,
        ),
      ),
  );
}
