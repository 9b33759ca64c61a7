import { arch, cpus, platform, totalmem } from 'node:os';
import { packageVersion } from '@alphaedit/core/node';
import type { Provenance } from '@alphaedit/report';

/** What a report says about how it was made: command, versions, machine, and the seeds and hashes given. */
export function provenance({
  command = 'called from a program',
  engine,
  linalg,
  seeds = {},
  hashes = {},
}: {
  /** The command line that made it, as it can be typed again. */
  readonly command?: string;
  readonly engine?: string;
  readonly linalg?: string;
  readonly seeds?: Provenance['seeds'];
  readonly hashes?: Provenance['hashes'];
}): Provenance {
  const processors = cpus();
  const processor = processors[0]?.model.trim() ?? 'unknown processor';
  return {
    command,
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
