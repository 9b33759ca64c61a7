import { AlphaEditError, type ErrorCode } from '@alphaedit/spec';
import type { ErrorWords } from './protocol.js';

/** What to do about an error on this page, where the library's own hint speaks of the command line. */
const HINTS: Readonly<Partial<Record<ErrorCode, string>>> = {
  aborted: 'Nothing was changed. Start again whenever you like.',
  'out-of-memory':
    'This model is too large for a browser tab. Close other tabs, choose a smaller model, or use the command line.',
  'engine-start-failed': 'Reload the page. Use a current browser: it needs WebAssembly.',
  'context-exceeded': 'Shorten the sentence: it is longer than this model can read.',
  'prompt-too-long': 'Shorten the sentence: it is longer than this model can read.',
  'subject-not-found': 'Write the sentence with {} in the place of the subject, exactly once.',
  'subject-ambiguous': 'Write the sentence with {} in the place of the subject, exactly once.',
  'statistics-missing': 'Choose layers among those of the settings the model was opened with.',
  'second-moment-singular': 'Give the model more text: put a longer text.txt into its folder.',
  'empty-null-space': 'Raise the null-space threshold in the settings, or use MEMIT.',
  'value-diverged': 'Lower the learning rate in the settings.',
};

/** Any error as what, and what to do. */
export function errorWords(error: unknown): ErrorWords {
  if (AlphaEditError.isInstance(error)) {
    const { code, message, hint } = error;
    return { code, message, hint: HINTS[code] ?? hint };
  }
  return {
    code: 'unexpected',
    message: error instanceof Error ? error.message : String(error),
    hint: 'Reload the page. If it happens again, it is a fault of this page: please report it with this message.',
  };
}
