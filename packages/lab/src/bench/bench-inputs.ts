import { createHash } from 'node:crypto';
import { factsHash } from '@alphaedit/artifacts/node';
import type { EditSettings, Fact } from '@alphaedit/spec';
import { SettingsError } from '@alphaedit/spec';
import { z } from 'zod';
import { benchFiles, readBenchFile, writeJson } from './bench-files.js';

/**
 * What every figure of a bench depends on. Editors and seeds are not among it: more of them may be added to a
 * folder later.
 */
const schema = z.strictObject({
  format: z.literal('alphaedit-bench'),
  schemaVersion: z.literal(1),
  model: z.string(),
  modelHash: z.string(),
  engine: z.string(),
  settings: z.record(z.string(), z.unknown()),
  facts: z.int(),
  factsHash: z.string(),
  batch: z.int(),
  every: z.int(),
  sample: z.int(),
  /** Not in benches of earlier versions. */
  said: z.boolean().default(false),
  textHash: z.string().nullable(),
  /** The conversation around a question; plain in benches of earlier versions. */
  chat: z.string().nullable().default(null),
});

export type BenchInputs = Readonly<Omit<z.infer<typeof schema>, 'format' | 'schemaVersion'>>;

export function inputsOf({
  model,
  modelHash,
  engine,
  settings,
  facts,
  documents,
  chat = null,
  ...numbers
}: {
  readonly model: string;
  readonly modelHash: string;
  readonly engine: string;
  readonly settings: EditSettings;
  readonly facts: readonly Fact[];
  readonly documents: readonly string[];
  /** The conversation around a question, in chat form. */
  readonly chat?: string | null;
  readonly batch: number;
  readonly every: number;
  readonly sample: number;
  readonly said: boolean;
}): BenchInputs {
  const { batch, every, sample, said } = numbers;
  return {
    model,
    modelHash,
    engine,
    settings: { ...settings },
    facts: facts.length,
    factsHash: factsHash(facts),
    batch,
    every,
    sample,
    said,
    textHash:
      documents.length === 0 ? null : createHash('sha256').update(JSON.stringify(documents)).digest('hex'),
    chat,
  };
}

/**
 * Begins a bench in a folder, or finds that the one in it has the same inputs.
 *
 * @throws {SettingsError} `bench-of-other-inputs`
 */
export async function beginBench(out: string, inputs: BenchInputs): Promise<void> {
  const path = benchFiles.inputs(out);
  const there = await readBenchFile(path, schema);
  if (!there) {
    await writeJson(path, { format: 'alphaedit-bench', schemaVersion: 1, ...inputs });
    return;
  }
  const differences = Object.entries(inputs).filter(
    ([name, value]) =>
      name !== 'model' && JSON.stringify(there[name as keyof BenchInputs]) !== JSON.stringify(value),
  );
  if (differences.length === 0) return;
  const named = differences.map(([name]) => name).join(', ');
  throw new SettingsError({
    code: 'bench-of-other-inputs',
    message: `${out} holds a bench of other inputs (${named}).`,
    hint: 'Continue it with the inputs it was begun with, or choose another `out`.',
    data: { out, differences: differences.map(([name]) => name) },
  });
}
