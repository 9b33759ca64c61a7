import { type Experiment, experiments } from '@alphaedit/lab/experiments';
import { Command } from 'commander';
import { commandLine } from '../ui/command-line.js';
import { example } from '../ui/example.js';
import { givenSettings } from '../ui/given-settings.js';
import { action } from '../ui/task.js';
import { experimentCommands } from './experiments/registry.js';

export const experimentCommand = (): Command => {
  const command = new Command('experiment').description(
    'questions about editing, one command each: a result.json and a report.html',
  );
  for (const experiment of experiments) command.addCommand(subcommand(experiment));
  return command.addHelpText('after', example(`alphaedit experiment ${experiments[0]!.name} --help`));
};

function subcommand(experiment: Experiment): Command {
  const { name, title, question, onModel } = experiment;
  const { options, examples } = experimentCommands[name]!;
  const command = new Command(name).summary(title).description(`${title}.\n\n${question}`);
  if (onModel) command.argument('<model>', 'checkpoint folder');
  command.requiredOption('--out <folder>', 'where result.json and report.html are written');
  for (const option of options()) command.addOption(option);
  return command.addHelpText('after', example(...examples)).action(
    action<{ readonly out: string; readonly settings?: string; readonly set?: readonly string[] }>(
      async (task, [directory], given) => {
        const { runExperiment } = await import('@alphaedit/lab');
        const { out } = given;
        const request = {
          model: onModel ? directory! : '',
          out,
          options: { ...given, settings: givenSettings(given) },
          command: commandLine(),
        };
        const { outcome, document, report } = await runExperiment(experiment, request, task);
        task.warn(outcome.warnings ?? []);
        return {
          document,
          text: () => [title, ...outcome.findings.map((one) => `  ${one}`), `Report: ${report}`].join('\n'),
        };
      },
    ),
  );
}
