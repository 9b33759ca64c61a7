import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readJson, writeFileAtomically } from '@alphaedit/files';
import { OutputError } from '@alphaedit/spec';
import type { ZodType } from 'zod';

const number = (batches: number) => String(batches).padStart(4, '0');

/** Where the parts of a bench lie. */
export const benchFiles = {
  inputs: (out: string) => join(out, 'bench.json'),
  unedited: (out: string) => join(out, 'unedited.json'),
  run: (out: string, editor: string, seed: number) => join(out, 'runs', `${editor}.${seed}`),
  values: (out: string) => join(out, 'values'),
  cost: (out: string, editor: string, seed: number) =>
    join(out, 'measured', `${editor}.${seed}`, 'cost.json'),
  checkpoint: (out: string, editor: string, seed: number, batches: number) =>
    join(out, 'measured', `${editor}.${seed}`, `${number(batches)}.json`),
  results: (out: string) => join(out, 'results.json'),
  report: (out: string) => join(out, 'report.html'),
};

export const writeJson = (path: string, value: object) =>
  writeFileAtomically(path, `${JSON.stringify(value, undefined, 1)}\n`);

/** What a file of the bench holds, or nothing if it is not there. @throws {OutputError} `bench-broken` */
export async function readBenchFile<T>(path: string, schema: ZodType<T>): Promise<T | undefined> {
  if (!existsSync(path)) return undefined;
  return readJson(
    path,
    schema,
    (problem, cause) =>
      new OutputError({
        code: 'bench-broken',
        message: `${path} ${problem}.`,
        hint: 'Remove the file: what it held is measured again.',
        data: { file: path },
        cause,
      }),
  );
}
