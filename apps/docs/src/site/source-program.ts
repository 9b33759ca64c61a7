import { readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';
import { isProductSource } from './product-sources.js';

/** The program of every package and app: what the configurations of the root and of the apps include. */
export function sourceProgram(root: string): ts.Program {
  const apps = readdirSync(join(root, 'apps')).map((app) => join(root, 'apps', app, 'tsconfig.json'));
  const parsed = [join(root, 'tsconfig.json'), ...apps].filter(ts.sys.fileExists).map((path) => {
    const { config } = ts.readConfigFile(path, ts.sys.readFile);
    return ts.parseJsonConfigFileContent(config, ts.sys, dirname(path));
  });
  const files = new Set(parsed.flatMap(({ fileNames }) => fileNames));
  const options = Object.assign({}, ...parsed.map((one) => one.options)) as ts.CompilerOptions;
  return ts.createProgram(
    [...files].filter((file) => isProductSource(relative(root, file))),
    options,
  );
}
