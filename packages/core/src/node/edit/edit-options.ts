import type { EditHistory } from '@alphaedit/artifacts/node';
import type { Editor, KnownValues, Statistics, ValueStore } from '@alphaedit/spec';
import type { Repeated } from '../../edit/standing-facts.js';
import type { CoreWork } from '../../work.js';
import type { ResolvedEditor } from '../editors/resolve-editor.js';
import type { GivenFacts } from '../facts/read-given-facts.js';
import type { GivenSettings } from '../settings/resolve-settings.js';

/** What to edit, with what, and where to keep it. Only `facts` has to be given, and `statistics` to most editors. */
export interface EditFactsOptions extends CoreWork, GivenFacts {
  /** What `collectStatistics` returned, or its folder; every editor but `ft` needs it. */
  readonly statistics?: Statistics | string;
  /**
   * Of a folder of statistics: key of the collection, or its first digits. Needed where more than one collection is
   * of this model and holds its layers.
   */
  readonly collection?: string;
  /**
   * Run folder: manifest, deltas, state and metrics. A run begun with the same inputs is continued after its last
   * whole batch. Without it the edit lives in memory only.
   */
  readonly out?: string;
  /**
   * Gives the finished run in `out` more facts: same model and statistics; editor, settings, templates and seed are those
   * of the run where they are not given. The same facts given again go on where they stopped.
   */
  readonly extend?: boolean;
  /**
   * The run that an exported checkpoint was made by (or what `readHistory` gives of one), where such a checkpoint is edited further: the editor keeps its facts as
   * they are as it does with batches of one run, and a new fact that asks the same stands in the place of the old one.
   */
  readonly history?: string | EditHistory;
  /** An editor, its id (`memit`, `rect+nullspace`), or `npm:PACKAGE`; `alphaedit` by default. */
  readonly editor?: string | Editor | ResolvedEditor;
  /**
   * Whether an editor from a package may be loaded: its code runs with all rights of this process. `true` by default,
   * `false` in `previewEdit`.
   */
  readonly loadPackages?: boolean;
  /** Facts per batch; those of the settings (`batch_size` of a published file), else 100. */
  readonly batchSize?: number;
  /** Settings by name, a file of them, or several: over the model folder's settings.json and the general ones. */
  readonly settings?: GivenSettings;
  /** Blocks to edit; those of the settings by default. */
  readonly layers?: readonly number[];
  /** Contexts with one `{}` each, the first being `{}`, or a JSON file of them; sampled from the model by default. */
  readonly templates?: readonly string[] | string;
  /** Seed of the sampled contexts; 0 by default. */
  readonly seed?: number;
  /** Where optimised values are looked for before they are computed, and put afterwards. */
  readonly valueStore?: ValueStore;
  /** Values that were found before and are taken as they are: `replanRun` gives those that a run has kept. */
  readonly knownValues?: KnownValues;
  /**
   * Asks the edited model every fact at the end (the default), so that facts that did not take are reported: one pass over
   * the facts before the edit, and a few words generated for each after it.
   */
  readonly check?: boolean;
  /**
   * What becomes of a fact that a fact of a later batch asks again. `replace`, the default: the later one stands in its
   * place, its key leaves the editor's memory and its change the weights. `keep`: both stay, as in the published code.
   * `refuse`: such facts are an error.
   */
  readonly repeated?: Repeated | 'refuse';
  /**
   * Where the edit ends: a batch that would take the perplexity of a text that the model wrote before the edit beyond so many
   * times what it was is not kept, and the error `model-collapsing` tells. 2 by default; `Infinity` does not look.
   */
  readonly maxPerplexityRatio?: number;
  /**
   * The same for ‖W − W₀‖ / ‖W₀‖ of an edited layer. No limit by default: it depends on editor and statistics, and a model may be
   * well with changes many times the size of its weights.
   */
  readonly maxWeightRatio?: number;
  /**
   * Keeps a copy of every weight that changes (the default), so that `undo` and `measure` can show the model as it
   * was: 4 · dIn · dOut bytes per layer. Without it both need a run folder or a model opened anew.
   */
  readonly keepOriginal?: boolean;
}
