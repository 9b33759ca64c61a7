import type { EditSettings, ErrorCode, Fact, ProgramCode, Progress, Warning } from '@alphaedit/spec';

/** Where the model comes from: a folder next to the page, or files the visitor picked. */
export type ModelSource =
  | { readonly kind: 'url' /** Of the folder, with the final slash. */; readonly url: string }
  | { readonly kind: 'files'; readonly name: string; readonly files: readonly File[] };

export interface OpenRequest {
  readonly source: ModelSource;
  readonly engine: 'auto' | 'wasm';
  /** Folder of the `.wasm` files, with the final slash. */
  readonly wasmUrl: string;
}

/** What the page knows about a model that is open. */
export interface OpenModel {
  readonly name: string;
  readonly architecture: string;
  readonly blocks: number;
  readonly hiddenSize: number;
  readonly parameters: number;
  readonly contextLength: number;
  readonly engine: { readonly id: string; readonly description: string; readonly reason: string };
  readonly settings: EditSettings;
  /** Facts that came with the model, as examples. */
  readonly examples: readonly Fact[];
  readonly text: 'file' | 'model';
  readonly warnings: readonly Warning[];
  readonly editors: readonly string[];
}

export interface NextToken {
  readonly token: string;
  readonly probability: number;
}

/** What the model says after a prompt. */
export interface Answer {
  /** The next words, up to the end of the answer. */
  readonly text: string;
  /** Probability of this very text. */
  readonly probability: number;
  /** The likeliest next tokens, best first. */
  readonly top: readonly NextToken[];
}

export interface AskResult {
  readonly prompt: string;
  /** By the model as it was loaded. */
  readonly before: Answer;
  /** With the edits in place; absent while there are none. */
  readonly after?: Answer;
}

export interface TokenView {
  readonly tokens: readonly string[];
  /** Index of the subject's last token: where the model looks the fact up, and where it is changed. */
  readonly lookup?: number;
}

/** Where the model keeps the answer to one sentence: effects of restoring a state, by kind, block and token. */
export interface TraceResult {
  readonly tokens: readonly string[];
  readonly subject: { readonly first: number; readonly end: number };
  readonly answer: string;
  /** Probability of the answer, and what is left of it with the subject corrupted. */
  readonly high: number;
  readonly low: number;
  readonly effects: Readonly<Record<string, readonly (readonly number[])[]>>;
}

export type QuestionRole = 'fact' | 'paraphrase' | 'neighbor';

/** One question before and after an edit. */
export interface ComparedQuestion {
  readonly prompt: string;
  readonly role: QuestionRole;
  readonly before: Answer;
  readonly after: Answer;
  /** By the second editor, where two are compared. */
  readonly other?: Answer;
  /** Whether it went as it should: the new answer for the fact and its paraphrases, the same as before for neighbours. */
  readonly good: boolean;
  readonly otherGood?: boolean;
}

export interface EditRequest {
  readonly fact: Fact;
  readonly editor: string;
  /** A second editor to set beside it; its edit is not kept. */
  readonly compare?: string;
  readonly settings: EditSettings;
}

export interface EditorOutcome {
  readonly editor: string;
  readonly seconds: number;
  /** ‖ΔW‖ / ‖W‖ by layer. */
  readonly change: Readonly<Record<number, number>>;
  readonly warnings: readonly Warning[];
}

export interface EditResult {
  readonly fact: Fact;
  readonly outcome: EditorOutcome;
  readonly other?: EditorOutcome;
  readonly questions: readonly ComparedQuestion[];
  readonly edits: readonly KeptEdit[];
}

export interface KeptEdit {
  readonly editor: string;
  readonly factCount: number;
  /** Absent where an edit pack was opened that does not hold them. */
  readonly facts?: readonly Fact[];
}

/** What the page asks of the worker: argument and result by name. */
export interface Methods {
  open(request: OpenRequest): OpenModel;
  /** Waits for the statistics that are collected in the background from `open` on. */
  statistics(request: Record<string, never>): { readonly tokens: number };
  tokens(request: { readonly prompt: string; readonly subject: string }): TokenView;
  trace(request: { readonly prompt: string; readonly subject: string }): TraceResult;
  ask(request: { readonly prompt: string }): AskResult;
  edit(request: EditRequest): EditResult;
  undo(request: Record<string, never>): readonly KeptEdit[];
  pack(request: { readonly withFacts: boolean }): Uint8Array<ArrayBuffer>;
  openPack(request: { readonly name: string; readonly bytes: Uint8Array }): readonly KeptEdit[];
}

export type MethodName = keyof Methods;

export type ToWorker =
  | { readonly id: number; readonly method: MethodName; readonly request: unknown }
  | { readonly cancel: number };

export type FromWorker =
  | { readonly id: number; readonly progress: Progress }
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly error: ErrorWords };

/** An error in words, as the page shows it. */
export interface ErrorWords {
  readonly code: ErrorCode | ProgramCode;
  readonly message: string;
  readonly hint: string;
}
