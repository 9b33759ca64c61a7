/** Types of a value in the metadata, in the order of their ids in files. */
export const VALUE_TYPES = [
  'uint8',
  'int8',
  'uint16',
  'int16',
  'uint32',
  'int32',
  'float32',
  'bool',
  'string',
  'array',
  'uint64',
  'int64',
  'float64',
] as const;

/** Type of a value that is not a list. */
export type ScalarType = Exclude<(typeof VALUE_TYPES)[number], 'array'>;
export type Scalar = number | bigint | boolean | string;

/** A value with its type: `{ type: 'uint32', value: 12 }`, or a list `{ type: 'array', of: 'string', value: […] }`. */
export type GgufValue =
  | { readonly type: ScalarType; readonly value: Scalar }
  | { readonly type: 'array'; readonly of: ScalarType; readonly value: readonly Scalar[] };

/** What a GGUF file says of itself, by key, in the order of the file. */
export type GgufMetadata = ReadonlyMap<string, GgufValue>;

export const uint32 = (value: number): GgufValue => ({ type: 'uint32', value });
export const float32 = (value: number): GgufValue => ({ type: 'float32', value });
export const bool = (value: boolean): GgufValue => ({ type: 'bool', value });
export const string = (value: string): GgufValue => ({ type: 'string', value });
export const array = (of: ScalarType, value: readonly Scalar[]): GgufValue => ({ type: 'array', of, value });
