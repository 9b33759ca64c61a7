import type { WeightDelta } from './delta.js';
import type { Fact } from './fact.js';
import type { LinearAlgebra } from './linear-algebra.js';
import type { Matrix } from './matrix.js';
import type { ModelPort } from './model.js';
import type { Warning, Work } from './progress.js';
import type { Statistics } from './statistics.js';

/** Settings shared by the locate-then-edit family. JSON names of a settings file. */
export interface EditSettings {
  /** Blocks whose down-projection is edited, ascending. The value is stored at the output of the last. */
  readonly layers: readonly number[];
  /** Iterations of the z optimisation (at most `zSteps − 1` updates). */
  readonly zSteps: number;
  /** Step size of Adam in that optimisation, in units of the hidden state per step. */
  readonly zLearningRate: number;
  /** Block whose output predicts the target: the last block in all published settings. */
  readonly zLossLayer: number;
  /** Weight of ‖delta‖ / ‖h0‖² in the loss. */
  readonly zWeightDecay: number;
  /** How far a value may move from what the block says now, as a share of it: ‖delta‖ ≤ clampNormFactor · ‖h0‖. */
  readonly clampNormFactor: number;
  /** Weight in the loss of KL(p_now ‖ p_before), in nats, after "{subject} is a": what else is said of the subject. */
  readonly klFactor: number;
  /** λ, weight of C₀ in MEMIT's normal equations: how many tokens of the corpus it counts as. */
  readonly mom2UpdateWeight: number;
  /** τ: directions of C₀ with an eigenvalue from τ on are preserved. In units of the squared keys. */
  readonly nullSpaceThreshold: number;
  /** Share of the trace of C₀ to preserve; replaces `nullSpaceThreshold` where given. */
  readonly nullSpaceKeepTrace?: number;
  /** β, ridge of AlphaEdit's normal equations, in units of the squared keys. */
  readonly L2: number;
}

/** Value of a setting that one editor has of its own. */
export type EditorSettingValue = number | string | boolean;

/** A setting that one editor has of its own, beside the `EditSettings` all share, described as data. */
export interface EditorSetting {
  readonly type: 'number' | 'integer' | 'boolean' | 'choice';
  readonly default: EditorSettingValue;
  /** One line for people: symbol, unit, what it does. */
  readonly meaning: string;
  /** Smallest value allowed. */
  readonly minimum?: number;
  /** Bound the value has to lie above. */
  readonly above?: number;
  /** Largest value allowed. */
  readonly maximum?: number;
  /** What a `choice` may be. */
  readonly choices?: readonly string[];
}

/** Settings of one editor by name. */
export type EditorSettings = Readonly<Record<string, EditorSettingValue>>;

/** Where a batch stands in its run. */
export interface RunPosition {
  /** Facts of the whole run. */
  readonly facts: number;
  /** Facts per batch; the last batch may have fewer. */
  readonly batchSize: number;
  /** Facts of the run before this batch. */
  readonly from: number;
}

/** What an editor needs from the statistics. */
export type EditorRequirement = 'secondMoment' | 'projector';

/**
 * What one batch hands to the next, e.g. the keys already edited. Plain data: it is written to the run
 * folder and read back bit for bit.
 */
export interface EditorState {
  readonly editor: string;
  readonly matrices: Readonly<Record<string, Matrix>>;
  readonly values: Readonly<Record<string, string | number | boolean>>;
}

/** How well one batch met its own aim. */
export interface EditDiagnostics {
  /** Mean over facts of ‖z − h‖ / ‖z‖ at the last edit layer after the batch; 0 for an editor without a z. */
  readonly residual: number;
  /** ‖ΔW‖ (Frobenius) by layer. */
  readonly deltaNorm: Readonly<Record<number, number>>;
  /** z optimisation, by fact. */
  readonly values: readonly {
    readonly steps: number;
    readonly loss: number;
    readonly targetProbability: number;
  }[];
  /**
   * The optimised values Z [facts, hiddenSize]; for an editor without a z, what the edit layer gives at the
   * subject's last token after the edit.
   */
  readonly z: Matrix<Float32Array>;
}

/** The values of a batch, found by optimisation. */
export interface OptimisedValues {
  /** z = h₀ + delta, [facts, hiddenSize]. */
  readonly z: Matrix<Float32Array>;
  /** By fact. */
  readonly outcomes: readonly {
    readonly steps: number;
    readonly loss: number;
    readonly targetProbability: number;
  }[];
}

/**
 * Values kept under a key that covers everything they depend on except the engine that computed them: a store
 * belongs to one engine. Editors that meet the same facts on the same state of a model, such as all editors at
 * the first batch, then share the work.
 */
export interface ValueStore {
  get(key: string): Promise<OptimisedValues | undefined>;
  set(key: string, values: OptimisedValues): Promise<void>;
}

/** The value of one fact, and what the search for it came to. */
export interface KnownValue {
  /** z, [hiddenSize] */
  readonly z: Float32Array;
  readonly outcome: OptimisedValues['outcomes'][number];
}

/** Values that were found before: taken as they are, whatever state the model is in now. */
export interface KnownValues {
  /** The value of a fact at the output of a block; nothing where it is not known and has to be searched for. */
  find(fact: Fact, layer: number): KnownValue | undefined;
}

/** One batch of facts to edit, and everything an editor may use for it. */
export interface EditRequest extends Work {
  readonly model: ModelPort;
  readonly facts: readonly Fact[];
  readonly settings: EditSettings;
  /** Settings of the editor's own. `planEdit` checks them against `Editor.settings` and fills in the defaults. */
  readonly editorSettings?: EditorSettings;
  /** Where this batch stands in its run, as far as the caller knows. */
  readonly run?: RunPosition;
  /** Templates with one `{}` each, the first being `{}` itself. Sampled once per run and recorded. */
  readonly templates: readonly string[];
  readonly linalg: LinearAlgebra;
  readonly statistics?: Statistics;
  /** State returned by the batch before, or nothing at the first. */
  readonly state?: EditorState;
  /**
   * Facts of the batches before, counted from 0 over all of them, that no longer count: taken out, or superseded by a
   * fact of this batch. An editor with a memory keeps their keys out of its bracket, and takes those back in that it is
   * not told of again; residuals are measured on the model as it is, so that nothing else depends on them.
   */
  readonly takenOut?: ReadonlySet<number>;
  /** Where optimised values are looked for before they are computed, and put afterwards. */
  readonly valueStore?: ValueStore;
  /** Values that are not searched for. */
  readonly knownValues?: KnownValues;
}

/** What `doPlan` is handed: a request that `planEdit` has checked, with the editor's own settings complete. */
export interface PlanRequest extends EditRequest {
  /** Every setting of `Editor.settings`, and no other. */
  readonly editorSettings: EditorSettings;
}

/** What one batch would change, and what it hands on. Nothing is written before `applyDelta`. */
export interface EditPlan {
  readonly editor: string;
  readonly deltas: readonly WeightDelta[];
  readonly state: EditorState;
  readonly diagnostics: EditDiagnostics;
  readonly warnings: readonly Warning[];
}

/** How large a run will be, before anything is loaded. */
export interface MemoryRequest {
  /** Facts of the whole run. */
  readonly facts: number;
  /** Facts of its largest batch. */
  readonly batchSize: number;
  /** The layers of the settings, ascending; `nullDimension` where the projector is known. */
  readonly layers: readonly {
    readonly dIn: number;
    readonly dOut: number;
    readonly nullDimension?: number;
  }[];
  /** What decomposes and solves. */
  readonly provider: LinearAlgebra['provider'];
}

/**
 * Bytes an editor holds beside the model, the activations and the values being optimised, counted from the shapes of
 * its matrices.
 */
export interface MemoryUse {
  /** What it keeps of the statistics from batch to batch. */
  readonly statistics: number;
  /** Its state after the last batch. */
  readonly state: number;
  /** The most it holds for a while on top of these, in the last batch or while statistics are prepared. */
  readonly work: number;
}

/**
 * An editing method. Users call `planEdit(editor, request)`, which checks the request against what the
 * editor declares; editors implement `doPlan` and never write a weight.
 */
export interface Editor {
  readonly specificationVersion: 'v1';
  readonly id: string;
  /** One line on it, for lists; its id stands in where it has none. */
  readonly title?: string;
  /** What it does and what sets it apart, in a few sentences. */
  readonly description?: string;
  /** What it may need from the statistics. */
  readonly requires: readonly EditorRequirement[];
  /** What of `requires` it needs under these settings of its own: all of it where left out. */
  requiresWith?(settings: EditorSettings): readonly EditorRequirement[];
  /**
   * `batch`: takes several facts at a time; where not, `planEdit` gives it one after the other.
   * `sequential`: hands on a state that later batches need.
   */
  readonly supports: { readonly batch: boolean; readonly sequential: boolean };
  /** Settings it has of its own, by name: none where left out. No name of `EditSettings` may be among them. */
  readonly settings?: Readonly<Record<string, EditorSetting>>;
  /** Those of the `layers` of the settings whose weights it changes; all of them where left out. */
  editedLayers?(layers: readonly number[]): readonly number[];
  /** What a run takes, told before it begins; an editor that does not say is taken for a closed form. */
  memory?(request: MemoryRequest): MemoryUse;
  doPlan(request: PlanRequest): Promise<EditPlan>;
}
