import { Command, Option } from 'commander';
import { benchCommand } from './commands/bench.js';
import { chatCommand } from './commands/chat.js';
import { checkCommand } from './commands/check.js';
import { covarianceCommand } from './commands/covariance.js';
import { dataCommand } from './commands/data.js';
import { demoCommand } from './commands/demo.js';
import { doctorCommand } from './commands/doctor.js';
import { editCommand } from './commands/edit.js';
import { editorsCommand } from './commands/editors.js';
import { engineCommand } from './commands/engine.js';
import { evalCommand } from './commands/eval.js';
import { experimentCommand } from './commands/experiment.js';
import { exportCommand } from './commands/export.js';
import { generateCommand } from './commands/generate.js';
import { healthCommand } from './commands/health.js';
import { inspectCommand } from './commands/inspect.js';
import { listCommand } from './commands/list.js';
import { packCommand } from './commands/pack.js';
import { playgroundCommand } from './commands/playground.js';
import { predictCommand } from './commands/predict.js';
import { pullCommand } from './commands/pull.js';
import { serveCommand } from './commands/serve.js';
import { spectrumCommand } from './commands/spectrum.js';
import { traceCommand } from './commands/trace.js';
import { undoCommand } from './commands/undo.js';
import { verifyCommand } from './commands/verify.js';
import { example } from './ui/example.js';
import { packageVersion } from './ui/package-version.js';
import { collect } from './ui/parse-options.js';
import { refuseRepeated } from './ui/refuse-repeated.js';

const commands = [
  doctorCommand,
  pullCommand,
  inspectCommand,
  predictCommand,
  generateCommand,
  chatCommand,
  serveCommand,
  traceCommand,
  covarianceCommand,
  spectrumCommand,
  editCommand,
  editorsCommand,
  evalCommand,
  checkCommand,
  experimentCommand,
  dataCommand,
  benchCommand,
  engineCommand,
  listCommand,
  healthCommand,
  undoCommand,
  verifyCommand,
  exportCommand,
  packCommand,
  demoCommand,
  playgroundCommand,
];

/** Every command with its options and help. Building it starts nothing and loads nothing heavy. */
export function buildProgram(): Command {
  const program = new Command('alphaedit')
    .description('Change what a language model knows: edit facts in a checkpoint, keep the rest, prove both.')
    .version(packageVersion())
    .option('--engine <id>', 'auto, tensorflow-gpu, tensorflow, wasm-blas or wasm')
    .addOption(
      new Option(
        '--weights <kind>',
        'auto: float32 if it fits into memory, else stored (2 bytes), else disk',
      ).choices(['auto', 'float32', 'stored', 'disk']),
    )
    .option(
      '--ignore-config-field <name>',
      'read a checkpoint as if its config had no such field; may be given several times',
      collect,
    )
    .option('--chat', 'ask in chat form, as a model is asked that was tuned for it: see --no-chat')
    .option('--no-chat', 'ask in plain form, the prompt as it is')
    .option('--system <text>', 'system prompt of the chat form')
    .option('--strict-config', 'refuse a checkpoint whose config has a field that is not known')
    .option('--json', 'print one JSON document on stdout and nothing else')
    .option('--quiet', 'no progress')
    .option('--verbose', 'show the stack of errors and what engines print')
    .addHelpText(
      'after',
      example('alphaedit edit models/demo --facts facts.jsonl --stats stats --out runs/first'),
    );
  settle(program);
  for (const make of commands) {
    const command = make();
    settle(command);
    for (const part of command.commands) settle(part);
    program.addCommand(command);
  }
  return program;
}

/** Errors are thrown, not printed by commander: one place words them and chooses the exit code. */
function settle(command: Command): void {
  refuseRepeated(command);
  command
    .exitOverride()
    .configureOutput({ outputError: () => {} })
    .configureHelp({ showGlobalOptions: true });
}
