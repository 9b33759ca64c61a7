import type { Editor } from '@alphaedit/spec';
import { EditError } from '@alphaedit/spec';
import { type Combinator, combinedLabel } from './combinator.js';
import { type ComposableEditor, type EditorLabel, isComposable } from './composable-editor.js';

/** `+nullspace` */
export const nullSpaceCombinator: Combinator = {
  id: 'nullspace',
  title: 'in the null space of what is preserved',
  description: `Adds AlphaEdit's constraint: the change keeps the answers to the preserved keys, ΔK₀ ≈ 0. In a closed form K becomes PK, λC₀ is dropped and βI added; where C₀ is inverted (ROME, EMMET), P takes the place of C₀⁻¹. RECT takes that closed form, and Δ ← ΔP after its own step. PRUNE constrains its base, FT projects after every step of the optimiser. An editor that is constrained already stays as it is.`,
  combine: (editor) => nullSpaceConstrained(editor),
};

/**
 * An editor whose Δ keeps the answers to the preserved keys, ΔK₀ ≈ 0: AlphaEdit's constraint for any editor
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
 * @param label what to call it; `ID+nullspace` by default
 * @example nullSpaceConstrained(memitSequential()) // AlphaEdit
 * @throws {EditError} `not-composable` for an editor that does not say how
 * @see arXiv 2410.02355, section 3
 */
export function nullSpaceConstrained(editor: Editor, label: Partial<EditorLabel> = {}): ComposableEditor {
  const constrain = isComposable(editor) ? editor.compose.nullSpace : undefined;
  if (constrain) return constrain(combinedLabel(editor, nullSpaceCombinator, label));
  throw new EditError({
    code: 'not-composable',
    message: `Editor "${editor.id}" does not say how to keep its change in a null space.`,
    hint: 'Build it with closedFormEditor, or give it compose.nullSpace.',
    data: { editor: editor.id },
  });
}
