import type { EditorName } from '../editor-name.js';

/** Text about the example `plain-ridge` as text about another editor. */
export const renamed = ({ id, identifier }: EditorName, text: string): string =>
  text.replaceAll('plain-ridge', id).replaceAll('plainRidge', identifier);
