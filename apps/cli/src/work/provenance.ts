import { arch, cpus, platform } from 'node:os';
import type { Provenance } from '@alphaedit/report';
import { packageVersion } from '../ui/package-version.js';
import { commandLine } from './command-line.js';

/** What a report says about how it was made: command, versions, machine, and the seeds and hashes given. */
export function provenance({
  engine,
  seeds,
  hashes,
}: {
  readonly engine: string;
  readonly seeds: Provenance['seeds'];
  readonly hashes: Provenance['hashes'];
}): Provenance {
  const [cpu] = cpus();
  return {
    command: commandLine(),
    versions: { alphaedit: packageVersion(), node: process.version, engine },
    seeds,
    hashes,
    date: new Date().toISOString().slice(0, 19).replace('T', ' '),
    machine: `${platform()} ${arch()}, ${cpus().length} × ${cpu?.model.trim() ?? 'unknown processor'}`,
  };
}
