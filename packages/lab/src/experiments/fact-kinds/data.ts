/** What one editor made of one fact. */
export interface FactOutcome {
  /** NLL(old) − NLL(new) on the edit's prompt after the edit, in nats: above 0 the new answer is preferred. */
  readonly margin: number;
  /** The same on the paraphrases, on average. */
  readonly paraphraseMargin?: number;
  readonly exact: boolean;
  /** Whether the model writes the new answer after the edited prompt. */
  readonly said: boolean;
  /** Share of the neighbours that kept their answer. */
  readonly specificity?: number;
}

export interface FactKind {
  readonly id?: string;
  readonly subject: string;
  /** The data set's relation, or the prompt with `{}`. */
  readonly relation: string;
  /** Tokens the subject is split into per word: rare names are split finer. */
  readonly tokensPerWord: number;
  /** NLL of the old answer before the edit: how sure the model was. */
  readonly oldNll: number;
  /** ‖P k‖² / ‖k‖² of the subject's key, mean over the edited layers. */
  readonly nullShare: number;
  /** ‖k‖, mean over the edited layers. */
  readonly keyNorm: number;
  readonly outcomes: Readonly<Record<string, FactOutcome>>;
}

export interface KindsData {
  readonly editors: readonly string[];
  readonly batch: number;
  readonly seed: number;
  readonly settings: object;
  readonly nullDimensions: Readonly<Record<number, number>>;
  readonly keySize: number;
  readonly facts: readonly FactKind[];
}
