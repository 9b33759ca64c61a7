import { combinators, editors } from '@alphaedit/editors';
import type { Editor, EditorSetting } from '@alphaedit/spec';

/**
 * The page of all editors: what each is, needs and can, and its own settings with ranges and defaults, all from the list
 * that `--editor` reads.
 *
 * @param own ids of editors with a page of their own, which is linked
 */
export function editorsPage(own: readonly string[] = []): string {
  return [
    '# Editors',
    '',
    'What `--editor` takes and `editorById` returns. [Choosing an editor](/guide/choosing-an-editor) says when to take which; [the mathematics](/guide/mathematics#solvers) has the formulas with the files that compute them.',
    '',
    '| editor | needs | several facts at once | remembers earlier batches |',
    '| --- | --- | --- | --- |',
    ...editors.map(editorRow),
    '',
    ...editors.flatMap((editor) => [
      `## ${editor.id}`,
      '',
      ...paragraphs(editor),
      ...settingsTable(editor),
      ...(own.includes(editor.id) ? [`[More about \`${editor.id}\`](./editors/${editor.id})`, ''] : []),
    ]),
    '## Combinators',
    '',
    'After a plus sign, in any number: `memit+nullspace`, `alphaedit+blue`. Not every editor takes every one ([`not-composable`](/errors/not-composable)).',
    '',
    ...combinators.flatMap((one) => [`### +${one.id}`, '', ...paragraphs(one)]),
  ].join('\n');
}

function editorRow({ id, requires, supports }: Editor): string {
  const needs = requires.map((one) => (one === 'projector' ? 'projector P' : 'second moment C₀')).join(', ');
  const yes = (is: boolean) => (is ? 'yes' : 'no');
  return `| [\`${id}\`](#${id}) | ${needs || 'nothing'} | ${yes(supports.batch)} | ${yes(supports.sequential)} |`;
}

function settingsTable({ settings = {} }: Editor): string[] {
  const rows = Object.entries(settings);
  if (rows.length === 0) return [];
  return [
    '| setting of its own | meaning | range | default |',
    '| --- | --- | --- | --- |',
    ...rows.map(
      ([name, setting]) =>
        `| \`${name}\` | ${prose(setting.meaning).replaceAll('|', '\\|')} | ${rangeOf(setting)} | \`${setting.default}\` |`,
    ),
    '',
  ];
}

function rangeOf({ type, minimum, above, maximum, choices }: EditorSetting): string {
  if (choices) return choices.map((choice) => `\`${choice}\``).join(', ');
  const limits = [
    ...(above === undefined ? [] : [`> ${above}`]),
    ...(minimum === undefined ? [] : [`≥ ${minimum}`]),
    ...(maximum === undefined ? [] : [`≤ ${maximum}`]),
  ];
  return [type === 'integer' ? 'whole number' : type, ...limits].join(' ');
}

function paragraphs({ title, description }: Pick<Editor, 'title' | 'description'>): string[] {
  return [title, description].flatMap((text) => (text === undefined ? [] : [prose(text), '']));
}

const prose = (text: string) => text.replaceAll('<', '&lt;').replaceAll('{{', '&#123;&#123;');
