import { cknowedit } from './cknowedit.js';
import { counterfact } from './counterfact.js';
import { easyedit } from './easyedit.js';
import type { FactFormat } from './fact-format.js';
import { known } from './known.js';
import { mquake } from './mquake.js';
import { plain } from './plain.js';
import { ripple } from './ripple.js';
import { wikibigedit } from './wikibigedit.js';
import { wikibio } from './wikibio.js';
import { zsre } from './zsre.js';

/** Every format a fact may come in; the first whose marks a record carries is the one. */
export const factFormats: readonly FactFormat[] = [
  mquake,
  counterfact,
  ripple,
  easyedit,
  wikibio,
  cknowedit,
  wikibigedit,
  zsre,
  known,
  plain,
] as FactFormat[];
