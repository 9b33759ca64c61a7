import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** What tells one process from every other one: also in another container, on another host, or before a restart. */
export interface ProcessIdentity {
  readonly host: string;
  readonly pid: number;
  /** When the process began, in the kernel's own count; process ids are given again, this is not. Linux only. */
  readonly started: string | null;
  /** The running of the kernel it belongs to: a new one after every start of the machine. Linux only. */
  readonly boot: string | null;
  /** The set of process ids that `pid` counts in: containers have their own. Linux only. */
  readonly namespace: string | null;
}

let own: ProcessIdentity | undefined;

/** The process this is: asked of the system once. */
export function thisProcess(): ProcessIdentity {
  own ??= {
    host: hostname(),
    pid: process.pid,
    started: startOf(process.pid),
    boot: orNull(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()),
    namespace: orNull(() => readlinkSync('/proc/self/ns/pid')),
  };
  return own;
}

/**
 * Whether a process may still do something. `no` is proven, by one of: its kernel has been started anew since, and no
 * other machine can reach the file system; no process has its id; another one has it now. Everything else is `yes`, or
 * `unknown` where it cannot be seen from here: another host, another container.
 *
 * @param local whether only this machine can write to the file system in question
 */
export function mayRun(
  owner: ProcessIdentity,
  { local, here = thisProcess() }: { readonly local: boolean; readonly here?: ProcessIdentity },
): 'yes' | 'no' | 'unknown' {
  if (owner.boot !== here.boot) return local && owner.boot !== null && here.boot !== null ? 'no' : 'unknown';
  if (owner.host !== here.host || owner.namespace !== here.namespace) return 'unknown';
  if (!isThere(owner.pid)) return 'no';
  const started = startOf(owner.pid);
  return started !== null && owner.started !== null && started !== owner.started ? 'no' : 'yes';
}

/** Whether the process with this id runs on the kernel of this process. */
export const sameKernel = (owner: ProcessIdentity, here = thisProcess()): boolean =>
  owner.boot !== null && owner.boot === here.boot;

function isThere(pid: number): boolean {
  try {
    // Signal 0 only asks whether the process is there.
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/** Field 22 of /proc/PID/stat: clock ticks from the start of the machine. The name, field 2, may hold anything. */
function startOf(pid: number): string | null {
  return orNull(() => {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  });
}

function orNull<T>(read: () => T | null): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
