import { readdirSync, statSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';

/** A file that is served, by the path of its URL. */
export interface ServedFile {
  readonly path: string;
  readonly size: number;
}

/** Files of a model's folder the page can use, beside its weights. */
const BESIDE_WEIGHTS = [
  'config.json',
  'tokenizer.json',
  'tokenizer_config.json',
  'settings.json',
  'facts.jsonl',
  'text.txt',
  'model.safetensors.index.json',
];

/**
 * Everything the server gives out, by URL path: the page's own files, and of the model's folder the files a
 * model is made of. What is not in this map does not exist, wherever a URL may point.
 *
 * @param weights names of the model's safetensors files
 */
export function servedFiles(
  page: string,
  model: string,
  weights: readonly string[],
): { files: Map<string, ServedFile>; list: string } {
  const files = new Map<string, ServedFile>();
  const add = (url: string, path: string) => {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat?.isFile()) files.set(url, { path, size: stat.size });
    return stat?.isFile() ? stat.size : undefined;
  };
  for (const entry of readdirSync(page, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const url = relative(page, path).split(sep).join('/');
    // The page's own copy of a model gives way to the one asked for.
    if (!url.startsWith('model/')) add(`/${url}`, path);
  }
  files.set('/', files.get('/index.html')!);
  const listed = [...BESIDE_WEIGHTS, ...weights].flatMap((name) => {
    const size = add(`/model/${name}`, join(model, name));
    return size === undefined ? [] : [{ name, size }];
  });
  return { files, list: JSON.stringify({ name: basename(model), files: listed, ranges: true }) };
}
