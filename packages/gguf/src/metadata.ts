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
/** A value that is not a list; 64-bit whole numbers are `bigint`. */
export type Scalar = number | bigint | boolean | string;

/** A value with its type: `{ type: 'uint32', value: 12 }`, or a list `{ type: 'array', of: 'string', value: […] }`. */
export type GgufValue =
  | { readonly type: ScalarType; readonly value: Scalar }
  | { readonly type: 'array'; readonly of: ScalarType; readonly value: readonly Scalar[] };

/** What a GGUF file says of itself, by key, in the order of the file. */
export type GgufMetadata = ReadonlyMap<string, GgufValue>;

/** A whole number of 32 bits without a sign. */
export const uint32 = (value: number): GgufValue => ({ type: 'uint32', value });
/** A number in 32 bits. */
export const float32 = (value: number): GgufValue => ({ type: 'float32', value });
/** True or false. */
export const bool = (value: boolean): GgufValue => ({ type: 'bool', value });
/** A text, in UTF-8. */
export const string = (value: string): GgufValue => ({ type: 'string', value });
/** A list of values of one type. */
export const array = (of: ScalarType, value: readonly Scalar[]): GgufValue => ({ type: 'array', of, value });
