import type { ComposableEditor } from '../combinators/composable-editor.js';
import { fineTuningEditor } from '../frames/fine-tuning-editor.js';
import { compatSetting, TARGETS_ALONE } from '../settings/compat-setting.js';

/**
 * FT: W of the last of `layers` tuned by Adam until the batch's targets are likely, mean over facts of
 * −Σ log p(target token) / tokens, every entry of Δ within ±`normConstraint`. Nothing is preserved on purpose:
 * it is what the other editors are compared with, and it overfits.
 *
 * Each target token is read at its own position (FT-M). `compat: 'official'` reads all of them where the
 * prompt ends (FT-L), as the published baseline does. In the null space: Δ ← ΔP after every step. Settings of
 * its own: `steps`, `learningRate`, `normConstraint`, `compat`.
 *
 * @see FT-L: arXiv 2012.00363 as used in 2202.05262; FT-M: arXiv 2308.07269
 */
export const ft = (
  defaults: {
    readonly steps?: number;
    readonly learningRate?: number;
    readonly normConstraint?: number;
  } = {},
): ComposableEditor =>
  fineTuningEditor({
    id: 'ft',
    title: 'FT: fine-tuning of one weight',
    description:
      'Adam on W of the last of the layers until the targets of the batch are likely. Nothing is preserved on purpose: it is what the other editors are compared with, and it overfits. Each target token is read at its own position (FT-M); with `compat: official` all of them where the prompt ends (FT-L). Settings used: `steps`, `learningRate`, `normConstraint`, `compat`.',
    settings: {
      steps: {
        type: 'integer',
        default: defaults.steps ?? 25,
        minimum: 1,
        meaning: 'steps of Adam at most; it stops at a loss below 0.01',
      },
      learningRate: {
        type: 'number',
        default: defaults.learningRate ?? 5e-4,
        above: 0,
        meaning: 'learning rate of Adam, about how far an entry of W moves in a step',
      },
      normConstraint: {
        type: 'number',
        default: defaults.normConstraint ?? 0,
        minimum: 0,
        meaning: 'ε, bound on every entry of Δ (published for FT-L on GPT2-XL: 5e-4); 0 for none',
      },
      compat: compatSetting(
        TARGETS_ALONE,
        'FT-L, every target token read at the end of the prompt; else FT-M',
      ),
    },
  });
