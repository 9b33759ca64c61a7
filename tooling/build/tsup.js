import { defineConfig } from 'tsup';

/**
 * The build every package shares: ESM for Node 20 and browsers. `build.mjs` adds the types.
 *
 * @param {string[]} entry source files that become entry points, e.g. `['src/index.ts', 'src/node.ts']`
 */
export function packageBuild(entry) {
  return defineConfig({
    entry,
    format: ['esm'],
    target: 'es2022',
    platform: 'neutral',
    sourcemap: true,
    clean: true,
    treeshake: true,
    external: [/^node:/],
  });
}
