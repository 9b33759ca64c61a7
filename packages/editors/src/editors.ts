import { boundaryLayersCombinator } from './combinators/boundary-layers.js';
import type { Combinator } from './combinators/combinator.js';
import type { ComposableEditor } from './combinators/composable-editor.js';
import { nullSpaceCombinator } from './combinators/null-space-constrained.js';
import { alphaedit } from './methods/alphaedit.js';
import { betaedit } from './methods/betaedit.js';
import { blue } from './methods/blue.js';
import { emmet } from './methods/emmet.js';
import { ft } from './methods/ft.js';
import { memit } from './methods/memit.js';
import { memitSequential } from './methods/memit-seq.js';
import { prune } from './methods/prune.js';
import { rect } from './methods/rect.js';
import { rome } from './methods/rome.js';

/** The editors of this package with their defaults, no two of one id. */
export const editors: readonly ComposableEditor[] = /* @__PURE__ */ [
  alphaedit,
  betaedit,
  memit,
  memitSequential,
  prune,
  rect,
  rome,
  emmet,
  ft,
  blue,
].map((make) => make());

/** What may follow the id of an editor after a plus sign. */
export const combinators: readonly Combinator[] = [nullSpaceCombinator, boundaryLayersCombinator];
