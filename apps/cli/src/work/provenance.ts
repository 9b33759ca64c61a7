import { arch, cpus, platform, totalmem } from 'node:os';
import type { Provenance } from '@alphaedit/report';
import { packageVersion } from '../ui/package-version.js';
import { commandLine } from './command-line.js';

/** What a report says about how it was made: command, versions, machine, and the seeds and hashes given. */
export function provenance({
  engine,
  linalg,
  seeds = {},
  hashes = {},
}: {
  readonly engine?: string;
  readonly linalg?: string;
  readonly seeds?: Provenance['seeds'];
  readonly hashes?: Provenance['hashes'];
}): Provenance {
  const processors = cpus();
  const processor = processors[0]?.model.trim() ?? 'unknown processor';
  return {
    command: commandLine(),
    versions: {
      alphaedit: packageVersion(),
      node: process.version,
      ...(engine && { engine }),
      ...(linalg && { linalg }),
    },
    seeds,
    hashes,
    date: new Date().toISOString(),
    machine: `${platform()} ${arch()}, ${processors.length} × ${processor}, ${Math.round(totalmem() / 2 ** 30)} GiB`,
  };
}
