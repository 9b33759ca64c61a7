import type { Fact } from '@alphaedit/spec';

/** A prompt whose answer is traced back to where the model keeps it. */
export interface TraceQuestion {
  readonly id?: string;
  readonly subject: string;
  /** Holds `{}` exactly once, where the subject goes. */
  readonly prompt: string;
  /** What the model is expected to answer; where left out, whatever it answers is traced. */
  readonly answer?: string;
}

/** What a fact asks of the unedited model: its old answer where it has one, else its target. */
export function questionOf({ id, subject, prompt, truth, target }: Fact): TraceQuestion {
  return { ...(id !== undefined && { id }), subject, prompt, answer: truth ?? target };
}
