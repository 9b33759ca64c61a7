import { basename, resolve } from 'node:path';
import { formatBytes } from '@alphaedit/engine';
import { type Engine, type EngineId, startEngine } from '@alphaedit/engine/node';
import { createLinearAlgebra } from '@alphaedit/linalg/node';
import type { ChatChoice, ConfigPolicy, QuantizedType, WeightResidency } from '@alphaedit/model';
import {
  type CheckpointSummary,
  chooseWeights,
  inspectCheckpoint,
  loadModel,
  modelFolder,
} from '@alphaedit/model/node';
import type { ChatForm, LinearAlgebra, ModelPort, Warning } from '@alphaedit/spec';
import * as tf from '@tensorflow/tfjs-core';
import { type CompleteOptions, complete } from '../../model/complete.js';
import { type PredictOptions, type PromptPrediction, predict } from '../../model/predict.js';
import { type CoreWork, warnAll } from '../../work.js';

/** How a checkpoint is opened. */
export interface ModelOptions extends ConfigPolicy {
  /** `auto`, the default, is the best engine of the machine; `ALPHAEDIT_ENGINE` names another default. */
  readonly engine?: EngineId | 'auto';
  /** `auto`, the default: float32 if it fits into memory, else as stored (2 bytes), else read from disk when needed. */
  readonly weights?: WeightResidency | 'auto';
  /** Computes with the numbers that the weights have in a quantized GGUF file of that type. */
  readonly quantizedAs?: QuantizedType;
  /**
   * The form in which the model is asked: `true` or a system prompt, as the user's turn of a conversation, written with the
   * chat template of its tokenizer; `false`, as it is. `auto`, the default, asks a model in chat form that was tuned for it: its
   * template ends a turn with a token at which the model ends its texts.
   */
  readonly chat?: ChatChoice;
}

/** A checkpoint on an engine, with the linear algebra that fits it. */
export interface OpenedModel {
  /** The checkpoint folder, as it was given. */
  readonly directory: string;
  /** Its name, for people. */
  readonly name: string;
  readonly engine: Engine;
  readonly linalg: LinearAlgebra;
  /** The model the stages work on. */
  readonly port: ModelPort;
  /** The conversation that prompts are put into; nothing for a model that is asked in plain form. */
  readonly chatForm?: ChatForm;
  /** What was noticed of the checkpoint, e.g. fields of its config that are not known. */
  readonly warnings: readonly Warning[];
  /** Continues a prompt as the model stands, greedily unless `topK` says otherwise. @throws {DatasetError} `empty-prompt`, `prompt-too-long` */
  complete(prompt: string, options?: CompleteOptions): Promise<string>;
  /** Next-token probabilities after prompts, and how likely answers are. @throws {DatasetError} `empty-prompt`, `prompt-too-long` */
  predict(options: PredictOptions): Promise<PromptPrediction[]>;
  /** Lets go of the weights. */
  dispose(): void;
}

/**
 * Starts the engine asked for, or the best of the machine, and puts a checkpoint on it, its weights kept as asked for
 * or as the memory allows.
 *
 * @param directory checkpoint folder, or the id of a model that was pulled
 * @example
 * const model = await openModel('models/demo');
 * console.log(await model.complete('The mother tongue of'));
 * @throws {CheckpointError} for a folder that is no checkpoint, before an engine is started for it
 * @throws {TokenizerError} `no-chat-template`, `chat-template-failed` where `chat` asks for what the tokenizer does not have
 * @throws {EngineError} `unknown-engine`, `engine-unavailable`, `engine-start-failed`
 */
export async function openModel(
  directory: string,
  options: ModelOptions & CoreWork = {},
): Promise<OpenedModel> {
  const { signal, onProgress, ignoreConfigFields, strictConfig, chat = 'auto' } = options;
  const policy = { ignoreConfigFields, strictConfig };
  const folder = await modelFolder(directory);
  if (folder !== directory) options.onNote?.(`${directory} is read from ${folder}.`);
  const summary = await inspectCheckpoint(directory, policy);
  warnAll(options, summary.warnings);
  const engine = await startEngine({ engine: options.engine });
  warnAll(options, engine.warnings);
  const weights = residency(summary, engine, options);
  const { quantizedAs } = options;
  const port = await loadModel(directory, { ...policy, weights, quantizedAs, chat, signal, onProgress });
  const { chatForm } = port.tokenizer;
  if (chatForm && chat === 'auto') {
    options.onNote?.(
      'Asked in chat form, with the template of its tokenizer. `chat: false` asks in plain form.',
    );
  }
  let linalg: LinearAlgebra | undefined;
  return {
    directory,
    name: basename(resolve(directory)),
    engine,
    port,
    ...(chatForm && { chatForm }),
    warnings: summary.warnings,
    get linalg() {
      linalg ??= createLinearAlgebra({ backend: tf.backend() });
      return linalg;
    },
    complete: async (prompt, how) => (await complete(port, prompt, how)).text,
    predict: (what) => predict(port, what),
    dispose: () => port.dispose(),
  };
}

function residency(
  summary: CheckpointSummary,
  engine: Engine,
  { weights: wanted = 'auto', onNote }: ModelOptions & CoreWork,
): WeightResidency {
  if (wanted !== 'auto') return wanted;
  const { weights, bytes } = chooseWeights(summary, { engine: engine.id });
  if (weights !== 'float32') {
    const where = weights === 'stored' ? `as stored (${formatBytes(bytes.stored)})` : 'on disk';
    onNote?.(
      `Weights are kept ${where}: float32 would take ${formatBytes(bytes.float32)}, ${formatBytes(bytes.available)} are free. \`weights\` chooses.`,
    );
  }
  return weights;
}
