import { traceFact } from '@alphaedit/locate';
import type { ModelPort, Work } from '@alphaedit/spec';
import type { TraceResult } from '../protocol.js';

/** Corrupted runs: fewer than the published ten, since a visitor waits. */
const SAMPLES = 6;

/** The causal trace of what the model answers to one sentence. */
export async function trace(
  model: ModelPort,
  question: { readonly prompt: string; readonly subject: string },
  { signal, onProgress }: Work,
): Promise<TraceResult> {
  const { tokens, subject, answer, high, low, effects } = await traceFact(model, question, {
    samples: SAMPLES,
    signal,
    onProgress,
  });
  return {
    tokens,
    subject,
    answer: answer.token,
    high,
    low,
    effects: Object.fromEntries(Object.entries(effects)),
  };
}
