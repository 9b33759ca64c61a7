import type { Orientation } from '@alphaedit/spec';

/** A weight matrix and its bias by their names in the checkpoint, with how the matrix is stored. */
export interface LinearNames {
  readonly weight: string;
  readonly bias?: string;
  readonly orientation: Orientation;
  readonly dIn: number;
  readonly dOut: number;
}

export interface NormNames {
  readonly weight: string;
  readonly bias?: string;
}

/**
 * How queries, keys and values come out of the projections: three matrices; one matrix with the three parts
 * side by side (GPT-2); or one matrix with the three parts side by side within each head (NeoX).
 */
type QkvNames =
  | {
      readonly layout: 'separate';
      readonly query: LinearNames;
      readonly key: LinearNames;
      readonly value: LinearNames;
    }
  | { readonly layout: 'concatenated' | 'per-head'; readonly fused: LinearNames };

interface BlockNames {
  readonly attentionNorm: NormNames;
  /** Absent where attention and MLP share one norm (GPT-J). */
  readonly mlpNorm?: NormNames;
  readonly qkv: QkvNames;
  /** Norms over each head of the queries and keys (Qwen3). */
  readonly queryNorm?: NormNames;
  readonly keyNorm?: NormNames;
  readonly attentionOut: LinearNames;
  /** Present in gated MLPs: key = act(gate x) ⊙ (up x). */
  readonly gate?: LinearNames;
  readonly up: LinearNames;
  /** The editable down-projection. */
  readonly down: LinearNames;
}

export type Activation = 'gelu' | 'gelu-tanh' | 'silu' | 'relu';

/** Llama 3's stretching of the low rotary frequencies. */
export interface Llama3Scaling {
  readonly factor: number;
  readonly lowFrequencyFactor: number;
  readonly highFrequencyFactor: number;
  readonly originalContextLength: number;
}

export type PositionScheme =
  | { readonly kind: 'learned'; readonly table: string }
  | {
      readonly kind: 'rotary';
      /** Leading components of each head that are rotated. */
      readonly dimensions: number;
      readonly theta: number;
      /** Pairs (0,1), (2,3), … (GPT-J) rather than (i, i + dimensions/2). */
      readonly interleaved: boolean;
      readonly linearFactor?: number;
      readonly llama3?: Llama3Scaling;
      /** Angle per position of each pair, where it is not what the fields above give. */
      readonly frequencies?: Float64Array;
    };

/** A decoder-only transformer as data: everything the forward pass needs to know besides the weights. */
export interface TransformerShape {
  readonly architecture: string;
  readonly blocks: number;
  readonly hiddenSize: number;
  readonly keySize: number;
  readonly heads: number;
  readonly keyValueHeads: number;
  readonly headSize: number;
  readonly vocabularySize: number;
  readonly contextLength: number;
  readonly norm: { readonly kind: 'layer' | 'rms'; readonly epsilon: number };
  readonly activation: Activation;
  readonly positions: PositionScheme;
  /** Attention and MLP both read the block's input, instead of one after the other. */
  readonly parallelResidual: boolean;
  /** Factor on q · k of each block. */
  readonly attentionScale: (block: number) => number;
  /** A token sees this many positions including its own; undefined where it sees all. */
  readonly attentionWindow: (block: number) => number | undefined;
  readonly tokenEmbedding: string;
  readonly finalNorm: NormNames;
  readonly head: LinearNames;
  readonly tiedHead: boolean;
  /** An output head the checkpoint holds although the config ties it to the token embedding. */
  readonly storedHead?: string;
  readonly block: (block: number) => BlockNames;
}

/** What llama.cpp calls a family, and where its files differ from the checkpoint. */
export interface LlamaCppFamily {
  /** `general.architecture` of its GGUF files. */
  readonly architecture: string;
  /** Activation that llama.cpp computes, whatever the config says. */
  readonly activation: Activation;
  /** Rows of q and k stand so that the rotary positions pair neighbours. */
  readonly interleavedRotary?: boolean;
  /** An output head is stored also where it is the token embedding. */
  readonly storesTiedHead?: boolean;
  /** The file says whether attention and MLP read the same input. */
  readonly parallelResidualKey?: boolean;
}

/** One model family: how its config and weight names map to a `TransformerShape`. */
export interface Architecture {
  /** Values of `model_type` this handles. */
  readonly modelTypes: readonly string[];
  /** Prefixes weight names may carry, the usual one first; some published checkpoints leave it out. */
  readonly prefixes: readonly string[];
  /** Names an output head that is not tied may have, the usual one first; `lm_head.weight` unless given. */
  readonly heads?: readonly string[];
  /** Left out where llama.cpp does not run the family. */
  readonly llamaCpp?: LlamaCppFamily;
  readonly shape: (config: ConfigReader, prefix: string) => TransformerShape;
}

/** The fields of one object of a `config.json`; null counts as absent. */
export interface ConfigFields {
  /** A whole number from 1 to 2³¹ − 1, under any of its names. */
  integer(names: string | readonly string[], fallback?: number): number;
  /** A positive finite number. */
  number(names: string | readonly string[], fallback?: number): number;
  boolean(names: string | readonly string[], fallback?: boolean): boolean;
  string(names: string | readonly string[], fallback?: string): string;
  /** The value as it stands, `undefined` where absent or null. */
  raw(name: string): unknown;
  /** Whether the field is there and null, for the few whose absence means something else. */
  isNull(name: string): boolean;
  /** Throws naming `field` when its value is neither absent nor among `supported`, unless it is to be ignored. */
  only(field: string, supported: readonly unknown[]): void;
  /** Throws naming a field, under any of its names, and its value; `hint` says what is supported. */
  refuse(names: string | readonly string[], hint: string): never;
  /** The fields of an object within, `undefined` where it is absent or null. */
  section(names: string | readonly string[]): ConfigFields | undefined;
}

/** What an architecture reads its shape from. Fields it does not read are judged by `judgeUnreadFields`. */
export interface ConfigReader extends ConfigFields {
  readonly modelType: string;
}
