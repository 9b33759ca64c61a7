// with-pnpm.mjs PROGRAM ARGUMENTS: runs a program of the workspace where `pnpm` is found, also if only npm is installed.
import { hasPnpm, run, stop } from './workspace.mjs';

const [program, ...args] = process.argv.slice(2);
if (!hasPnpm())
  stop(
    'pnpm is neither installed nor in .tools.',
    'Run `npm run quickstart` once: it puts pnpm into .tools.',
  );
run(program, args);
