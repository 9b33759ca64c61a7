import { Command, Option } from 'commander';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { commandSection } from './command-section.js';

function program(): Command {
  const main = new Command('tool').description('does things').option('--json', 'print JSON');
  const make = new Command('make')
    .description('makes a <thing>')
    .argument('<what>', 'its name')
    .requiredOption('--size <n>', 'how large')
    .option('--seed <n>', 'of chance', Number, 0)
    .addOption(new Option('--kind <k>', 'which kind').choices(['a', 'b']))
    .addOption(new Option('--secret').hideHelp())
    .addHelpText('after', '\nKinds:\n  a  plain\n\nExample:\n  $ tool part make x --size 3\n');
  main.addCommand(new Command('part').description('parts').addCommand(make));
  return main;
}

describe('commandSection', () => {
  const { pages, problems } = commandSection(
    program(),
    { 'part-make': [{ schema: z.strictObject({ made: z.string().describe('its name') }) }] },
    new Map([['part-make', '## Notes\n\nMore.']]),
  );

  it('has a page per command that does something', () => {
    expect([...pages.keys()]).toEqual(['reference/cli/index', 'reference/cli/part-make']);
    expect(problems).toEqual([]);
    expect(pages.get('reference/cli/index')).toContain(
      '[`tool part make`](./part-make) | makes a &lt;thing>',
    );
  });

  it('tells arguments, options, defaults, choices and examples from the definition', () => {
    const page = pages.get('reference/cli/part-make')!;
    expect(page).toContain('| `<what>` | its name |');
    expect(page).toContain('| `--size <n>` | how large | **required** |');
    expect(page).toContain('| `--seed <n>` | of chance | `0` |');
    expect(page).toContain('One of `a`, `b`.');
    expect(page).toContain('| `--json` | print JSON |');
    expect(page).toContain('```sh\ntool part make x --size 3\n```');
    expect(page).toContain('```text\nKinds:\n  a  plain\n```');
    expect(page).toContain('| `made` | string | its name |');
    expect(page).toContain('## Notes');
    expect(page).not.toContain('secret');
  });

  it('finds notes on a command that is gone', () => {
    expect(commandSection(program(), {}, new Map([['gone', '']])).problems).toEqual([
      'commands/gone.md is about a command that does not exist.',
    ]);
  });
});
