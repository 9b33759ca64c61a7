import * as z from 'zod';

export const MANIFEST_FILE = 'manifest.json';

const count = z.int().min(0);
const digest = z.string().regex(/^[0-9a-f]{64}$/);
/** A file of this very folder. */
const file = z.string().regex(/^[\w-]+\.[\w.-]+$/);

const layerSchema = z.object({
  layer: count,
  /** `statisticsKey` of this layer. */
  key: digest,
  file,
  trace: z.number(),
  /** SHA-256 of the elements of the second moment as stored; absent in folders of version 1. */
  sha256: digest.optional(),
  /** Its eigen-decomposition, once there is one, with the SHA-256 of the elements of its two tensors. */
  spectrum: z.object({ file, values: digest, vectors: digest }).optional(),
  /** Its eigenpairs from an eigenvalue on (`from`), where only they were computed. */
  leading: z.object({ file, from: z.number().positive(), count, values: digest, vectors: digest }).optional(),
});

const shared = {
  origin: z.object({
    modelHash: z.string().min(1),
    textDigest: digest,
    tokenDigest: digest,
    documents: count,
    tokens: count.min(1),
    tokenBudget: count.optional(),
    contextLength: count.min(1),
    arithmetic: count,
  }),
  /** What the text is, in words. */
  corpus: z.string(),
  keySize: count.min(1),
  precision: z.enum(['float64', 'float32']),
  layers: z.array(layerSchema).min(1),
};

const header = {
  format: z.literal('alphaedit-statistics'),
  /** Package and version that wrote it: for people. */
  writtenBy: z.string(),
};

/** One collection to a folder, as the first version had it. */
const firstSchema = z.object({ ...header, version: z.literal(1), ...shared });

const secondSchema = z.object({
  ...header,
  version: z.literal(2),
  collections: z
    .array(
      z.object({
        key: digest,
        ...shared,
        /** Content hashes of the tokenizers known to make these tokens of the text; absent in older folders. */
        tokenizers: z.array(z.string().min(1)).min(1).optional(),
      }),
    )
    .min(1),
});

/** `manifest.json` of a statistics folder, of any version that is read. */
export const manifestSchema = z.discriminatedUnion('version', [firstSchema, secondSchema]);

/** Content of the `manifest.json` of a statistics folder. */
export type Manifest = z.infer<typeof secondSchema>;
/** Second moments of one model over one text, as a statistics folder lists them. */
export type Collection = Manifest['collections'][number];
/** One layer of a collection. */
export type LayerEntry = Collection['layers'][number];

/** File of one layer's second moment: the key in the name lets statistics stand side by side. */
export function layerFile(layer: number, key: string): string {
  return `layer-${layer}.${key.slice(0, 8)}.safetensors`;
}

/** File of its leading eigenpairs. */
export function leadingFile(layer: number, key: string): string {
  return `layer-${layer}.${key.slice(0, 8)}.leading.safetensors`;
}

/** File of its eigen-decomposition. */
export function spectrumFile(layer: number, key: string): string {
  return `layer-${layer}.${key.slice(0, 8)}.spectrum.safetensors`;
}
