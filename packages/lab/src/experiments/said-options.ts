import { continuations } from '@alphaedit/core';
import type { SaidOptions } from '@alphaedit/eval';

/** Lets the model write after the prompts that were edited: a text for each paraphrase and neighbour would take much longer. */
export const SAID_AFTER_EDITED: SaidOptions = { write: continuations, tasks: ['efficacy'] };
