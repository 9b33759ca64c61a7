import { Command } from 'commander';
import type { DocumentOf } from '../documents/documents.js';
import { example } from '../ui/example.js';
import { table } from '../ui/table.js';
import { action } from '../ui/task.js';

export const editorsCommand = (): Command =>
  new Command('editors')
    .description(
      'the editing methods: what each needs, and its settings; of one, also those that every editor shares',
    )
    .argument('[id]', 'one of them, or a combination such as memit+nullspace')
    .addHelpText('after', example('alphaedit editors', 'alphaedit editors rect+nullspace --json'))
    .action(
      action<unknown, DocumentOf<'editors'>>(async (_task, [id]) => {
        const { describeEditors } = await import('@alphaedit/editors');
        const { sharedSettings } = await import('@alphaedit/core');
        const document = { ...describeEditors(id), sharedSettings };
        return {
          document,
          text: () => {
            const { editors, combinators } = document;
            const overview = table(
              ['editor', '', 'needs', 'combines with'],
              editors.map((editor) => [
                editor.id,
                editor.title,
                editor.requires.join(', ') || 'nothing',
                editor.combinesWith.join(', '),
              ]),
            );
            const settings = table(
              ['setting', 'of', 'default', 'meaning'],
              editors.flatMap((editor) =>
                Object.entries(editor.settings).map(([name, setting]) => [
                  name,
                  editor.id,
                  String(setting.default),
                  `${setting.meaning}; ${setting.range}`,
                ]),
              ),
            );
            const shared = table(
              ['setting of every editor', 'meaning'],
              Object.entries(sharedSettings).map(([name, meaning]) => [name, meaning]),
            );
            return [
              overview,
              editors.some((editor) => Object.keys(editor.settings).length > 0) ? settings : '',
              // Beside one editor there is room for them.
              id === undefined ? '' : shared,
              `Combine with a plus sign: ${combinators.map((name) => `memit+${name}`).join(', ')}. Set a setting with --set name=value.`,
            ]
              .filter(Boolean)
              .join('\n\n');
          },
        };
      }),
    );
