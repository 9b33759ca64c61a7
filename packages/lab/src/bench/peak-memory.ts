import { readFileSync, writeFileSync } from 'node:fs';

/**
 * Peak resident memory of this process from `start` to `stop`, in bytes, model and engine included. Linux is asked
 * for its own high-water mark; elsewhere it is the largest of the samples taken while work reports progress.
 */
export class PeakMemory {
  #largest = 0;
  #kernel = false;

  start(): void {
    this.#largest = process.memoryUsage.rss();
    try {
      // Resets VmHWM of this process alone.
      writeFileSync('/proc/self/clear_refs', '5');
      this.#kernel = true;
    } catch {
      this.#kernel = false;
    }
  }

  sample(): void {
    this.#largest = Math.max(this.#largest, process.memoryUsage.rss());
  }

  stop(): number {
    this.sample();
    const mark = this.#kernel && /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'));
    return mark ? Number(mark[1]) * 1024 : this.#largest;
  }
}
