import { buildProgram } from './build-program.js';
import { wasInterrupted } from './ui/interruption.js';
import { reportError } from './ui/report-error.js';

/**
 * Runs one command line and ends the process: 0 done, 1 the work failed, 2 wrong use or bad input,
 * 130 interrupted by Ctrl-C, 143 by SIGTERM, 129 by SIGHUP.
 */
export async function runCli(argv: readonly string[]): Promise<never> {
  const json = argv.includes('--json');
  const verbose = argv.includes('--verbose');
  // A reader that closes early (`alphaedit … | head`) is no failure of ours.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // Nor is a terminal that was closed: what must not be left half-done is still finished.
    if (!wasInterrupted()) process.exit(error.code === 'EPIPE' ? 0 : 1);
  });
  process.stderr.on('error', () => undefined);
  // What libraries print must not mix with the one document or table on stdout.
  console.log = console.info = console.debug = console.error;
  let exitCode = 0;
  try {
    await buildProgram().parseAsync([...argv]);
  } catch (error) {
    exitCode = reportError(error, { json, verbose });
  }
  await Promise.all([flushed(process.stdout), flushed(process.stderr)]);
  // Native engines and thread pools may keep the event loop alive.
  process.exit(exitCode || Number(process.exitCode ?? 0));
}

function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    stream.write('', () => resolve());
  });
}
