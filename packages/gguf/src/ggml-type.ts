/** How a type of ggml stores numbers: its id in files, the elements of a block, and the bytes of one. */
interface TypeTraits {
  readonly id: number;
  readonly block: number;
  readonly bytes: number;
}

const traits = (id: number, block: number, bytes: number): TypeTraits => ({ id, block, bytes });

/** The element types a GGUF file may have. Only some of them are read as numbers here; the others have a size. */
export const GGML_TYPES = {
  F32: traits(0, 1, 4),
  F16: traits(1, 1, 2),
  Q4_0: traits(2, 32, 18),
  Q4_1: traits(3, 32, 20),
  Q5_0: traits(6, 32, 22),
  Q5_1: traits(7, 32, 24),
  Q8_0: traits(8, 32, 34),
  Q8_1: traits(9, 32, 40),
  Q2_K: traits(10, 256, 84),
  Q3_K: traits(11, 256, 110),
  Q4_K: traits(12, 256, 144),
  Q5_K: traits(13, 256, 176),
  Q6_K: traits(14, 256, 210),
  Q8_K: traits(15, 256, 292),
  IQ2_XXS: traits(16, 256, 66),
  IQ2_XS: traits(17, 256, 74),
  IQ3_XXS: traits(18, 256, 98),
  IQ1_S: traits(19, 256, 50),
  IQ4_NL: traits(20, 32, 18),
  IQ3_S: traits(21, 256, 110),
  IQ2_S: traits(22, 256, 82),
  IQ4_XS: traits(23, 256, 136),
  I8: traits(24, 1, 1),
  I16: traits(25, 1, 2),
  I32: traits(26, 1, 4),
  I64: traits(27, 1, 8),
  F64: traits(28, 1, 8),
  IQ1_M: traits(29, 256, 56),
  BF16: traits(30, 1, 2),
  TQ1_0: traits(34, 256, 54),
  TQ2_0: traits(35, 256, 66),
  MXFP4: traits(39, 32, 17),
} as const satisfies Record<string, TypeTraits>;

/** Name of an element type, e.g. `Q4_K`. */
export type GgmlType = keyof typeof GGML_TYPES;

const BY_ID: ReadonlyMap<number, GgmlType> = new Map(
  Object.entries(GGML_TYPES).map(([name, { id }]) => [id, name as GgmlType]),
);

/** The type of that id; nothing for one that is not known. */
export const ggmlType = (id: number): GgmlType | undefined => BY_ID.get(id);

/** Bytes of `size` elements of a type. @param size a multiple of the elements of its block */
export const ggmlBytes = (type: GgmlType, size: number): number =>
  (size / GGML_TYPES[type].block) * GGML_TYPES[type].bytes;
