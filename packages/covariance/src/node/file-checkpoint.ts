import { removeFile } from '@alphaedit/files';
import { openSafetensors, type SafetensorsFile, writeSafetensors } from '@alphaedit/safetensors/node';
import * as z from 'zod';
import type { CheckpointStore, CollectorState } from '../collector-state.js';
import type { GramPanel } from '../gram-sum.js';
import { statisticsBroken } from './statistics-broken.js';

const count = z.int().min(0);

const placeSchema = z.object({
  runKey: z.string(),
  documentsRead: count,
  documents: count,
  tokens: count,
  tokenDigest: z.string().regex(/^[0-9a-f]{64}$/),
  textDigest: z.string().regex(/^[0-9a-f]{64}$/),
  batches: count,
  sums: z.array(
    z.object({
      layer: count,
      size: count.min(1),
      panels: z.array(z.object({ start: count, width: count.min(1) })).min(1),
    }),
  ),
});

/**
 * Keeps a collector's state in one safetensors file, replaced as a whole: a run that is killed while saving
 * finds the state before.
 *
 * @throws `load`: {StatisticsError} `statistics-broken`; `save`: {OutputError} `disk-full`,
 * `output-unwritable`, `output-failed`
 */
export function fileCheckpoint(path: string): CheckpointStore {
  return {
    async load() {
      let file: SafetensorsFile;
      try {
        file = await openSafetensors(path);
      } catch (error) {
        const isMissing = (error as { data?: { system?: string } }).data?.system === 'ENOENT';
        if (isMissing) return undefined;
        throw checkpointBroken(path, (error as Error).message, error);
      }
      try {
        return await readState(file);
      } catch (error) {
        throw checkpointBroken(path, `is not the state of a collection: ${(error as Error).message}`, error);
      } finally {
        await file.close();
      }
    },
    async save({ sums, ...place }) {
      const layers = [...sums].map(([layer, { size, panels }]) => ({
        layer,
        size,
        panels: panels.map(({ start, width }) => ({ start, width })),
      }));
      const tensors = [...sums].flatMap(([layer, { size, panels }]) =>
        panels.flatMap(({ start, width, high, low }) => [
          { name: nameOf(layer, start, 'high'), shape: [width, size - start], data: high },
          { name: nameOf(layer, start, 'low'), shape: [width, size - start], data: low },
        ]),
      );
      await writeSafetensors(path, tensors, {
        metadata: { state: JSON.stringify({ ...place, sums: layers }) },
      });
    },
    remove: () => removeFile(path),
  };
}

async function readState(file: SafetensorsFile): Promise<CollectorState> {
  const { sums, ...place } = placeSchema.parse(JSON.parse(file.metadata.state ?? ''));
  const states = new Map<number, { size: number; panels: GramPanel[] }>();
  for (const { layer, size, panels } of sums) {
    const read: GramPanel[] = [];
    for (const { start, width } of panels) {
      const part = async (name: 'high' | 'low') => {
        const values = await file.readFloat32(nameOf(layer, start, name));
        if (values.length !== width * (size - start))
          throw new Error(`layer ${layer} has a part of another shape`);
        return values;
      };
      read.push({ start, width, high: await part('high'), low: await part('low') });
    }
    states.set(layer, { size, panels: read });
  }
  return { ...place, sums: states };
}

function nameOf(layer: number, start: number, part: 'high' | 'low'): string {
  return `layer${layer}.from${start}.${part}`;
}

function checkpointBroken(path: string, problem: string, cause: unknown) {
  return statisticsBroken(path, problem, {
    hint: 'Delete the file: the collection then begins anew.',
    cause,
  });
}
