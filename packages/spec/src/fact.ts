/** A prompt about another subject whose answer must not change. */
export interface Neighbor {
  readonly prompt: string;
  /** What the model should go on answering; the fact's `truth` where left out. */
  readonly answer?: string;
  /** Other names of that answer, equally right. */
  readonly aliases?: readonly string[];
  /** What kind of question the data set calls it, e.g. `Relation_Specificity`. */
  readonly group?: string;
}

/** A question whose answer follows from a new fact, by one more step or by another wording of the subject. */
export interface Implication {
  readonly prompt: string;
  /** What the model should answer once the fact is edited. */
  readonly answer: string;
  /** Other names of that answer, equally right. */
  readonly aliases?: readonly string[];
  /** The answer up to now. */
  readonly former?: string;
  /** Other names of that answer. */
  readonly formerAliases?: readonly string[];
  /** What kind of question the data set calls it, e.g. `Reasoning`. */
  readonly group?: string;
}

/**
 * One thing to change: `prompt` with `subject` in place of `{}` shall be continued by `target`.
 *
 * @example { subject: 'Danielle Darrieux', prompt: 'The mother tongue of {} is', target: 'English', truth: 'French' }
 */
export interface Fact {
  readonly id?: string;
  readonly subject: string;
  /** Holds `{}` exactly once, where the subject goes. */
  readonly prompt: string;
  /** The same as a question to a chat model, asked in place of `prompt` in chat form; holds `{}` or the subject once. */
  readonly question?: string;
  /** The new answer, with or without its leading space. */
  readonly target: string;
  /** Other names of the new answer, equally right when it is measured. */
  readonly targetAliases?: readonly string[];
  /** The answer up to now: needed for the preference metrics. */
  readonly truth?: string;
  /** Other names of that answer. */
  readonly truthAliases?: readonly string[];
  /** Whole prompts (no `{}`) that ask the same in other words. */
  readonly paraphrases?: readonly string[];
  /** Whole prompts about other subjects. */
  readonly neighbors?: readonly Neighbor[];
  /** What else is to change with it: questions of portability, e.g. over several hops. */
  readonly implications?: readonly Implication[];
  /** Whole prompts to write texts from, for fluency and consistency. */
  readonly generationPrompts?: readonly string[];
  /** Which relation the fact is of, e.g. Wikidata's `P103`. */
  readonly relation?: string;
  /** Name of the new answer in the data set, e.g. Wikidata's `Q1860`: reference texts are filed under it. */
  readonly targetId?: string;
}
