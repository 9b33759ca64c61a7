#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { register } from 'node:module';

const limit = mayOpen();
if (limit < 32) {
  process.stderr.write(
    `error: This process may open ${limit} files at a time, which is too few.\nAllow it more: \`ulimit -n 256\`. [errors/too-few-files]\n`,
  );
  process.exit(1);
}
// Node opens all files that a module imports at once: more than a process may have open where that is kept low.
if (limit < 256) register('./few-files.js', import.meta.url);
await import('../dist/main.js');

/** Files this process may have open, where that can be read. */
function mayOpen() {
  try {
    return Number(
      /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1] ?? Number.NaN,
    );
  } catch {
    return Number.NaN;
  }
}
