import { boundaryLayers } from '../combinators/boundary-layers.js';
import type { ComposableEditor } from '../combinators/composable-editor.js';
import { memitSequential } from './memit-seq.js';

/**
 * BLUE: sequential MEMIT, Δ = R Kᵀ (λC₀ + K_pK_pᵀ + KKᵀ)⁻¹, at the first and the last of `layers`, each towards
 * a value of its own. Settings used: `mom2UpdateWeight` (λ).
 *
 * @see arXiv 2502.03748; `boundaryLayers` for these layers with another editor
 */
export const blue = (): ComposableEditor =>
  boundaryLayers(memitSequential(), {
    id: 'blue',
    title: 'BLUE: sequential MEMIT at the first and the last layer, each with its own value',
    description:
      'Edits only the first and the last of the layers, each towards a value z of its own; the second value is optimised on the model as the first change has left it. A value spread over many layers arrives at each of them with an error that grows with the distance; here nothing is spread.',
  });
