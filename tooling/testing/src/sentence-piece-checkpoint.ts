import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface ByteLevelJson {
  readonly model: {
    readonly vocab: Readonly<Record<string, number>>;
    readonly merges: readonly (string | string[])[];
  };
  readonly added_tokens: readonly { readonly content: string }[];
}

/**
 * A byte-level `tokenizer.json` as SentencePiece converters write one for Llama 2 and Mistral 0.1: `▁` for a blank, and a
 * normalizer that puts one before every text. Ids stay those of the same words.
 */
function sentencePieceStyle(json: ByteLevelJson): object {
  const underscored = (token: string) => token.replaceAll('Ġ', '▁');
  const vocab = Object.fromEntries(
    Object.entries(json.model.vocab).map(([token, id]) => [underscored(token), id]),
  );
  const merges = json.model.merges.map((pair) =>
    (typeof pair === 'string' ? pair.split(' ') : pair).map(underscored),
  );
  const replace = (from: string, content: string) => ({
    type: 'Replace',
    pattern: { String: from },
    content,
  });
  return {
    ...json,
    model: { ...json.model, vocab, merges, unk_token: json.added_tokens[0]!.content, fuse_unk: true },
    normalizer: { type: 'Sequence', normalizers: [{ type: 'Prepend', prepend: '▁' }, replace(' ', '▁')] },
    pre_tokenizer: null,
    post_processor: null,
    decoder: {
      type: 'Sequence',
      decoders: [replace('▁', ' '), { type: 'Fuse' }, { type: 'Strip', content: ' ', start: 1, stop: 0 }],
    },
  };
}

/** A checkpoint with its tokenizer changed to that style, in a folder of its own. */
export function sentencePieceCheckpoint(from: string): { readonly folder: string; dispose(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'alphaedit-sentence-piece-'));
  for (const file of ['config.json', 'model.safetensors']) cpSync(join(from, file), join(folder, file));
  const read = (file: string) => JSON.parse(readFileSync(join(from, file), 'utf8'));
  const write = (file: string, value: object) => writeFileSync(join(folder, file), JSON.stringify(value));
  write('tokenizer.json', sentencePieceStyle(read('tokenizer.json')));
  write('tokenizer_config.json', {
    ...read('tokenizer_config.json'),
    tokenizer_class: 'LlamaTokenizerFast',
    add_bos_token: false,
    add_prefix_space: true,
    legacy: true,
  });
  return { folder, dispose: () => rmSync(folder, { recursive: true, force: true }) };
}
