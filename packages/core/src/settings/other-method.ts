import type { Editor, Warning } from '@alphaedit/spec';

/** Our ids of published methods, by their letters. */
const METHODS: ReadonlyMap<string, string> = new Map([
  ['rrome', 'rome'],
  ['memitseq', 'memit-seq'],
  ['memitrect', 'rect'],
  ['memitprune', 'prune'],
  ['ftl', 'ft'],
  ['ftm', 'ft'],
]);

const letters = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/** A warning where a published file names another method than the editor is. */
export function otherMethod(
  source: string,
  method: unknown,
  editor: Pick<Editor, 'id'> | undefined,
): Warning[] {
  if (typeof method !== 'string' || !editor) return [];
  const [base = ''] = editor.id.split('+');
  const named = METHODS.get(letters(method)) ?? letters(method);
  if (letters(named) === letters(base)) return [];
  const message = `${source}: these settings were chosen for ${method}; the editor is ${editor.id}.`;
  return [{ code: 'settings-of-another-method', message, data: { source, method, editor: editor.id } }];
}
