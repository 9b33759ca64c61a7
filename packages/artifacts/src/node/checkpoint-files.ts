import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The files of a checkpoint folder that its readers need beside the weights, by name: config, tokenizer of any kind, chat
 * template, index of the weights, licence, and the settings this program reads. A folder may hold anything else, such as
 * keys, logs or the very list of facts.
 */
const NEEDED = new Set([
  'config.json',
  'generation_config.json',
  'model.safetensors.index.json',
  'settings.json',
  'tokenizer.json',
  'tokenizer_config.json',
  'special_tokens_map.json',
  'added_tokens.json',
  'tokenizer.model',
  'spiece.model',
  'sentencepiece.model',
  'sentencepiece.bpe.model',
  'tiktoken.model',
  'qwen.tiktoken',
  'cl100k_base.tiktoken',
  'tekken.json',
  'vocab.json',
  'vocab.txt',
  'vocab.bpe',
  'bpe.codes',
  'encoder.json',
  'merges.txt',
  'chat_template.jinja',
  'chat_template.json',
]);
/** A later version of Mistral's tokenizers stands beside the first. */
const TOKENIZER_VERSION = /^tokenizer\.model\.v\d+$/;
/** No suffix but these: a licence *key* is not to go out. */
const LICENCE = /^(licen[cs]e(-model|-code)?|notice|copying|use_policy)(\.(txt|md|rst))?$/i;

/** Whether a file of this name belongs to a checkpoint, beside its weights. */
export const isNeeded = (name: string): boolean =>
  NEEDED.has(name) || TOKENIZER_VERSION.test(name) || LICENCE.test(name);

/** What a folder holds beside its weights. */
export interface BesideWeights {
  /** Files to copy; a link to a file counts as one. */
  readonly needed: readonly string[];
  /** What stays behind: other files, links and folders (with `/` at the end), by name. */
  readonly leftOut: readonly string[];
}

/** @param weights names of the safetensors files that are written anew */
export async function besideWeights(folder: string, weights: readonly string[]): Promise<BesideWeights> {
  const needed: string[] = [];
  const leftOut: string[] = [];
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const { name } = entry;
    if (weights.includes(name)) continue;
    if (isNeeded(name) && (await isFile(join(folder, name)))) needed.push(name);
    else leftOut.push(entry.isDirectory() ? `${name}/` : name);
  }
  return { needed, leftOut };
}

/** Also through a link; not a folder, a pipe, or a link to nothing. */
async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}
