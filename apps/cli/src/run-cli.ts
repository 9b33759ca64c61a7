import { buildProgram } from './build-program.js';
import { reportError } from './ui/report-error.js';

/**
 * Runs one command line and ends the process: 0 done, 1 the work failed, 2 wrong use or bad input,
 * 130 interrupted.
 */
export async function runCli(argv: readonly string[]): Promise<never> {
  const json = argv.includes('--json');
  const verbose = argv.includes('--verbose');
  // A reader that closes early (`alphaedit … | head`) is no failure of ours.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
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
