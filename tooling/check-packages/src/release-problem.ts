import type { Manifest } from './published-packages.js';

/**
 * Why these packages cannot be published from here, if so. npm refuses provenance for a package whose `repository` is
 * another than the one it is built in, after the first packages have gone out.
 *
 * @param root the package.json at the root, which names the repository
 * @param env of a job of GitHub Actions
 */
export function releaseProblem(
  root: Pick<Manifest, 'repository'>,
  env: NodeJS.ProcessEnv,
): string | undefined {
  const { GITHUB_ACTIONS, GITHUB_REPOSITORY, GITHUB_SERVER_URL = 'https://github.com' } = env;
  if (!GITHUB_ACTIONS || !GITHUB_REPOSITORY) {
    return 'Packages are published by the release workflow: provenance says which job built them.';
  }
  const here = `git+${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}.git`;
  const named = root.repository?.url;
  if (named === here) return undefined;
  return `The root package.json names ${named} as repository, and this is ${here}: set it there, then run npm run generate.`;
}
