import * as z from 'zod';

export const MANIFEST_FILE = 'manifest.json';

const count = z.int().min(0);
const digest = z.string().regex(/^[0-9a-f]{64}$/);

/** `manifest.json` of a statistics folder. */
export const manifestSchema = z.object({
  format: z.literal('alphaedit-statistics'),
  version: z.literal(1),
  /** Package and version that wrote it: for people. */
  writtenBy: z.string(),
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
  layers: z
    .array(
      z.object({
        layer: count,
        /** `statisticsKey` of this layer. */
        key: digest,
        /** A file of this very folder. */
        file: z.string().regex(/^[\w-]+\.[\w.-]+$/),
        trace: z.number(),
      }),
    )
    .min(1),
});

/** Content of the `manifest.json` of a statistics folder. */
export type Manifest = z.infer<typeof manifestSchema>;
export type LayerEntry = Manifest['layers'][number];

/** File of one layer's second moment: the key in the name lets new statistics stand beside old ones. */
export function layerFile(layer: number, key: string): string {
  return `layer-${layer}.${key.slice(0, 8)}.safetensors`;
}

/** File of its eigen-decomposition. */
export function spectrumFile(layer: number, key: string): string {
  return `layer-${layer}.${key.slice(0, 8)}.spectrum.safetensors`;
}

/** Matches the names that `layerFile` and `spectrumFile` give. */
export const LAYER_FILE = /^layer-\d+\.[0-9a-f]{8}\.(spectrum\.)?safetensors$/;
