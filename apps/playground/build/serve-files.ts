import { readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

/**
 * Puts files under `folder` of the page as they are: copied by a build, read from their place by the
 * development server. With `list`, `folder/files.json` names them and their sizes.
 */
export function serveFiles(
  folder: string,
  from: URL,
  names: readonly string[],
  { list: listed = false }: { readonly list?: boolean } = {},
): Plugin {
  const path = (name: string) => fileURLToPath(new URL(name, from));
  const list = () =>
    JSON.stringify({
      name: fileURLToPath(from).split('/').filter(Boolean).at(-1),
      files: names.map((name) => ({ name, size: statSync(path(name)).size })),
    });
  return {
    name: `serve-${folder}`,
    generateBundle() {
      for (const name of names) {
        this.emitFile({ type: 'asset', fileName: `${folder}/${name}`, source: readFileSync(path(name)) });
      }
      if (listed) this.emitFile({ type: 'asset', fileName: `${folder}/files.json`, source: list() });
    },
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const name = new URL(request.url ?? '/', 'http://page').pathname.replace(`/${folder}/`, '');
        if (listed && name === 'files.json') response.end(list());
        else if (names.includes(name)) {
          if (name.endsWith('.wasm')) response.setHeader('content-type', 'application/wasm');
          response.end(readFileSync(path(name)));
        } else next();
      });
    },
  };
}
