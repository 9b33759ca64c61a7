import type { EditorState, Matrix } from '@alphaedit/spec';

/** The matrices `layer.N.NAME` of a state as NAME, for one layer. */
export function layerMatrices(state: EditorState | undefined, layer: number): Record<string, Matrix> {
  const prefix = `layer.${layer}.`;
  return Object.fromEntries(
    Object.entries(state?.matrices ?? {})
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, value]) => [name.slice(prefix.length), value]),
  );
}
