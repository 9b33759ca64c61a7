import type { Editor } from '@alphaedit/spec';
import { EditError } from '@alphaedit/spec';
import { type ComposableEditor, isComposable } from './composable-editor.js';

/**
 * An editor whose Δ keeps the answers to the preserved keys, ΔK₀ ≈ 0: the line of AlphaEdit over any editor
 * that can take it.
 *
 * - closed forms: K → PK, λC₀ dropped, βI added; C₀⁻¹ → P where C₀ is inverted (ROME, EMMET);
 * - editors that work on Δ after the solve (RECT): that closed form, and Δ ← ΔP after their own steps;
 * - PRUNE: its base constrained; what it does to the sum of all Δ stays in the row space they span;
 * - FT: Δ ← ΔP after every step of the optimiser.
 *
 * An editor that is constrained already comes back as it is.
 *
 * Settings used: `nullSpaceThreshold` or `nullSpaceKeepTrace`, `L2` (β).
 *
 * @param options.id what to call it; `ID+nullspace` unless told
 * @example nullSpaceConstrained(memitSequential()) // AlphaEdit
 * @throws {EditError} `not-composable` for an editor that does not say how
 * @see arXiv 2410.02355, section 3
 */
export function nullSpaceConstrained(
  editor: Editor,
  { id = `${editor.id}+nullspace` }: { readonly id?: string } = {},
): ComposableEditor {
  const constrain = isComposable(editor) ? editor.compose.nullSpace : undefined;
  if (constrain) return constrain(id);
  throw new EditError({
    code: 'not-composable',
    message: `Editor "${editor.id}" does not say how to keep its change in a null space.`,
    hint: 'Build it with closedFormEditor, or give it compose.nullSpace.',
    data: { editor: editor.id },
  });
}
