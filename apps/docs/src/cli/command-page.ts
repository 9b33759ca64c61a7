import type { EventEmitter } from 'node:events';
import type { CommandDocument } from 'alphaedit/documents';
import type { Argument, Command, Option } from 'commander';
import { documentSection } from './document-section.js';

/** Full name of a command: `alphaedit engine install`. */
function commandName(command: Command): string {
  return command.parent ? `${commandName(command.parent)} ${command.name()}` : command.name();
}

/** Commands that do something: those without subcommands of their own. */
export function leafCommands(program: Command): Command[] {
  return program.commands.flatMap((command) =>
    command.commands.length > 0 ? leafCommands(command) : [command],
  );
}

/** `engine install` → `engine-install`. */
export const commandSlug = (command: Command): string => commandName(command).split(' ').slice(1).join('-');

/**
 * The reference page of one command, from its definition: nothing about an option is written anywhere else.
 *
 * @param documents what it prints with `--json`
 * @param notes Markdown that follows, where there is more to say than a definition holds
 */
export function commandPage(
  command: Command,
  documents: readonly CommandDocument[] = [],
  notes = '',
): string {
  const name = commandName(command);
  const options = command.options.filter((option) => !option.hidden);
  const rootOptions = rootOf(command).options.filter((option) => !option.hidden);
  return [
    '---',
    `title: ${JSON.stringify(name)}`,
    `description: ${JSON.stringify(command.description())}`,
    '---',
    '',
    `# \`${name}\``,
    '',
    sentence(command.description()),
    '',
    '```text',
    `${name} ${command.usage()}`,
    '```',
    '',
    ...argumentsTable(command.registeredArguments),
    ...optionsTable('Options', options),
    ...optionsTable('Options of every command', rootOptions),
    ...helpSections(command),
    ...documentSection(documents),
    notes.trim(),
    '',
  ].join('\n');
}

/** The page that lists every command. */
export function commandIndexPage(program: Command): string {
  const rows = leafCommands(program).map(
    (command) =>
      `| [\`${commandName(command)}\`](./${commandSlug(command)}) | ${cell(command.description())} |`,
  );
  return [
    '# Command line',
    '',
    sentence(program.description()),
    '',
    '| command | does |',
    '| --- | --- |',
    ...rows,
    '',
    ...optionsTable('Options of every command', program.options),
    '## What scripts can rely on',
    '',
    '- `--json` prints one JSON document on stdout and nothing else; progress and warnings go to stderr.',
    '- Exit codes: 0 done, 1 the work failed, 2 wrong use or bad input, 130 interrupted.',
    '- An error is one line that says what and one that says what to do; with `--json` it is a document with `error: { code, message, hint, data }`. [Every code has a page](/errors/).',
    '- Ctrl-C leaves nothing half-written, and the same command continues where it stopped.',
    '',
  ].join('\n');
}

function argumentsTable(list: readonly Argument[]): string[] {
  if (list.length === 0) return [];
  return [
    '## Arguments',
    '',
    '| argument | meaning |',
    '| --- | --- |',
    ...list.map(
      (one) => `| \`${one.required ? `<${one.name()}>` : `[${one.name()}]`}\` | ${cell(one.description)} |`,
    ),
    '',
  ];
}

function optionsTable(title: string, options: readonly Option[]): string[] {
  if (options.length === 0) return [];
  return [
    `## ${title}`,
    '',
    '| option | meaning | default |',
    '| --- | --- | --- |',
    ...options.map(optionRow),
    '',
  ];
}

function optionRow(option: Option): string {
  const { flags, description, mandatory, defaultValue, argChoices } = option;
  const choices = argChoices ? ` One of ${argChoices.map((choice) => `\`${choice}\``).join(', ')}.` : '';
  const standard = mandatory
    ? '**required**'
    : defaultValue === undefined
      ? ''
      : `\`${typeof defaultValue === 'string' ? defaultValue : JSON.stringify(defaultValue)}\``;
  return `| \`${flags.replaceAll('|', '\\|')}\` | ${cell(description)}${choices} | ${standard} |`;
}

/** What a command's help ends with: examples, and whatever else it explains. */
function helpEnd(command: Command): { readonly examples: readonly string[]; readonly rest: string } {
  let text = '';
  const write = (chunk: string) => {
    text += chunk;
  };
  // Commander keeps help texts as listeners of this event.
  (command as unknown as EventEmitter).emit('afterHelp', { error: false, command, write });
  const lines = text.split('\n');
  return {
    examples: lines.filter((line) => line.startsWith('  $ ')).map((line) => line.slice(4)),
    rest: lines
      .filter((line) => !line.startsWith('  $ ') && !/^Examples?:$/.test(line))
      .join('\n')
      .trim(),
  };
}

function helpSections(command: Command): string[] {
  const { examples, rest } = helpEnd(command);
  return [
    ...(rest === '' ? [] : ['## More', '', '```text', rest, '```', '']),
    ...(examples.length === 0 ? [] : ['## Example', '', '```sh', ...examples, '```', '']),
  ];
}

function rootOf(command: Command): Command {
  return command.parent ? rootOf(command.parent) : command;
}

const cell = (text: string): string =>
  text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('\n', ' ');

const sentence = (text: string): string => {
  const first = text.charAt(0).toUpperCase() + text.slice(1);
  return cell(/[.!?]$/.test(first) ? first : `${first}.`);
};
