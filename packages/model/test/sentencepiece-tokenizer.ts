/** Pairs in the order they are joined, as a small training would find them. */
const MERGES = [
  ['▁', 't'],
  ['h', 'e'],
  ['▁t', 'he'],
  ['▁', 'a'],
  ['e', 'r'],
  ['i', 'n'],
  ['▁', 's'],
  ['o', 'n'],
  ['▁', '▁'],
  ['é', 'e'],
  ['▁D', 'an'],
  ['a', 'n'],
  ['▁', 'D'],
  ['京', '都'],
];

/**
 * A tokenizer as SentencePiece's converters make them: `▁` for a space, bytes for what has no token, a
 * begin-of-text token. `legacy` puts `▁` in front by a normalizer (Llama 2), otherwise Metaspace does (Mistral).
 */
export function sentencePieceTokenizer(legacy: boolean): { json: object; config: object } {
  const vocabulary: Record<string, number> = {};
  const add = (token: string) => {
    vocabulary[token] ??= Object.keys(vocabulary).length;
  };
  for (const special of ['<unk>', '<s>', '</s>']) add(special);
  for (let byte = 0; byte < 256; byte++) add(`<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`);
  add('▁');
  for (let c = 33; c < 127; c++) add(String.fromCharCode(c));
  for (const c of 'éüßŁódź京都東') add(c);
  for (const pair of MERGES) {
    for (const part of pair) add(part);
    add(pair.join(''));
  }
  const replace = { type: 'Replace', pattern: { String: ' ' }, content: '▁' };
  const special = (content: string, id: number) => {
    const flags = { single_word: false, lstrip: false, rstrip: false, normalized: false, special: true };
    return { id, content, ...flags };
  };
  const back = { type: 'Replace', pattern: { String: '▁' }, content: ' ' };
  return {
    json: {
      version: '1.0',
      added_tokens: [special('<unk>', 0), special('<s>', 1), special('</s>', 2)],
      normalizer: legacy
        ? { type: 'Sequence', normalizers: [{ type: 'Prepend', prepend: '▁' }, replace] }
        : null,
      pre_tokenizer: legacy
        ? null
        : { type: 'Metaspace', replacement: '▁', prepend_scheme: 'first', split: false },
      post_processor: {
        type: 'TemplateProcessing',
        single: [{ SpecialToken: { id: '<s>', type_id: 0 } }, { Sequence: { id: 'A', type_id: 0 } }],
        pair: [{ Sequence: { id: 'A', type_id: 0 } }, { Sequence: { id: 'B', type_id: 1 } }],
        special_tokens: { '<s>': { id: '<s>', ids: [1], tokens: ['<s>'] } },
      },
      decoder: {
        type: 'Sequence',
        decoders: [
          back,
          { type: 'ByteFallback' },
          { type: 'Fuse' },
          { type: 'Strip', content: ' ', start: 1, stop: 0 },
        ],
      },
      model: {
        type: 'BPE',
        unk_token: '<unk>',
        fuse_unk: true,
        byte_fallback: true,
        ignore_merges: false,
        vocab: vocabulary,
        merges: MERGES.map((pair) => pair.join(' ')),
      },
    },
    config: { tokenizer_class: 'LlamaTokenizer', bos_token: '<s>', eos_token: '</s>', unk_token: '<unk>' },
  };
}
