import { SettingsError } from '@alphaedit/spec';
import type { EditorName } from '../editor-name.js';

/**
 * The README of the editors with one more row at the end of its table of editors.
 *
 * @throws {SettingsError} `source-not-understood` where that table is not found
 */
export function readmeWithRow({ id }: EditorName, readme: string): string {
  const table = /^\| id .*\n(?:\|.*\n)+/m.exec(readme);
  if (!table) {
    throw new SettingsError({
      code: 'source-not-understood',
      message: 'The README of the editors has no table whose first column is "id".',
      hint: 'Add the editor by hand, as the guide says, and teach tooling/new-editor the new shape.',
    });
  }
  const end = table.index + table[0].length;
  const cells = [`[\`${id}\`](docs/${id}.md)`, '(K_pK_pᵀ + KKᵀ + βI)⁻¹ K', 'TODO: paper', 'nothing', 'yes'];
  return `${readme.slice(0, end)}| ${cells.join(' | ')} |\n${readme.slice(end)}`;
}
