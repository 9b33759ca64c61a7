import { windowAround } from './restoration-window.js';

/**
 * What is put back to its clean value at one token: the output of a block (`hidden`), or the MLP or attention
 * outputs of a window of blocks. In the severed variants a block's output is restored while the MLP (or
 * attention) outputs of the later blocks at that token stay what they were in the corrupted run: what remains
 * of the effect does not pass through them.
 */
export type EffectKind = 'hidden' | 'mlp' | 'attention' | 'severedMlp' | 'severedAttention';

/** What a trace restores: states, MLP outputs, attention outputs. */
export const PLAIN_KINDS = ['hidden', 'mlp', 'attention'] as const satisfies readonly EffectKind[];
/** Restorations with a part of the later blocks left corrupted. */
export const SEVERED_KINDS = ['severedMlp', 'severedAttention'] as const satisfies readonly EffectKind[];

/** One restoration at a given token: which run it is and where it begins to differ from the corrupted one. */
export interface Restoration {
  readonly kind: EffectKind;
  /** The block whose effect this is: restored itself, or centre of the window. */
  readonly block: number;
  /** First block that has to be run again; the number of blocks where none has. */
  readonly start: number;
  /** Whether the run starts from a clean block output at the token. */
  readonly cleanStart: boolean;
  /** MLP and attention outputs at the token that are replaced, blocks [from, to), and by which run's. */
  readonly replaced?: {
    readonly site: 'mlp' | 'attention';
    readonly from: number;
    readonly to: number;
    readonly by: 'clean' | 'corrupted';
  };
}

/** Every restoration at one token, in the order of the blocks they start at. */
export function restorationsOf(kinds: readonly EffectKind[], blocks: number, window: number): Restoration[] {
  const all = kinds.flatMap((kind) =>
    Array.from({ length: blocks }, (_, block) => restoration(kind, block, blocks, window)),
  );
  return all.sort((a, b) => a.start - b.start);
}

function restoration(kind: EffectKind, block: number, blocks: number, window: number): Restoration {
  if (kind === 'mlp' || kind === 'attention') {
    const { from, to } = windowAround(block, window, blocks);
    return {
      kind,
      block,
      start: from,
      cleanStart: false,
      replaced: { site: kind, from, to, by: 'clean' },
    };
  }
  const start = block + 1;
  if (kind === 'hidden') return { kind, block, start, cleanStart: true };
  const site = kind === 'severedMlp' ? 'mlp' : 'attention';
  return {
    kind,
    block,
    start,
    cleanStart: true,
    replaced: { site, from: start, to: blocks, by: 'corrupted' },
  };
}
