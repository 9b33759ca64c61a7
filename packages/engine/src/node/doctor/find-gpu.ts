import { runCommand } from '../run-command.js';

/** A graphics card that was found. */
export interface Gpu {
  readonly name: string;
  readonly memoryBytes: number;
}

/** The first NVIDIA GPU its driver tells of, or nothing. */
export async function findGpu({ signal }: { readonly signal?: AbortSignal } = {}): Promise<Gpu | undefined> {
  const { code, lines } = await runCommand(
    'nvidia-smi',
    ['--query-gpu=name,memory.total', '--format=csv,noheader,nounits'],
    { signal, timeoutMs: 10_000 },
  );
  return code === 0 ? parseGpu(lines[0] ?? '') : undefined;
}

/** `NVIDIA H100 80GB HBM3, 81559`, the memory in MiB. */
export function parseGpu(line: string): Gpu | undefined {
  const [, name, mebibytes] = /^(.+), *(\d+)$/.exec(line.trim()) ?? [];
  return name === undefined ? undefined : { name, memoryBytes: Number(mebibytes) * 2 ** 20 };
}
