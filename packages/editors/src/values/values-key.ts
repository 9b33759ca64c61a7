import type { Fact } from '@alphaedit/spec';
import type { OptimiseValuesRequest } from './value-request.js';

/** Raised whenever the same inputs begin to give other values. */
const VERSION = 2;

/**
 * SHA-256, hex, of everything optimised values depend on but the engine: the model's state, the layer, the facts
 * in their order (what is asked and wanted, not their metadata) and how they become tokens, the templates, and the settings of the
 * optimisation. Facts are grouped by the batch they come in, and groups round differently, so that the batch as a
 * whole is the unit.
 *
 * @returns nothing for a model that does not tell its state
 */
export async function valuesKey(request: OptimiseValuesRequest): Promise<string | undefined> {
  const { model, facts, templates, settings, valueNorm = 'block', compat = 'corrected' } = request;
  const state = await model.stateHash?.();
  if (state === undefined) return undefined;
  const { chatForm } = model.tokenizer;
  const { layers, zSteps, zLearningRate, zLossLayer, zWeightDecay, clampNormFactor, klFactor } = settings;
  const inputs = [
    VERSION,
    state,
    valueNorm,
    compat,
    layers.at(-1),
    [zSteps, zLearningRate, zLossLayer, zWeightDecay, clampNormFactor, klFactor],
    templates,
    // Absent in plain form: keys of earlier versions stay.
    ...(chatForm ? [chatForm] : []),
    facts.map(({ subject, prompt, target }: Fact) => [subject, prompt, target]),
  ];
  const bytes = new TextEncoder().encode(JSON.stringify(inputs));
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
