import type { EditorName } from '../editor-name.js';
import { renamed } from './renamed.js';

/**
 * The test of a new editor: that of the guide's example, for an editor in `src`.
 *
 * @param example the text of `plain-ridge.test.ts`
 */
export const testSource = (name: EditorName, example: string): string =>
  renamed(name, example.replaceAll("'./plain-ridge.js'", "'../src/methods/plain-ridge.js'"));
