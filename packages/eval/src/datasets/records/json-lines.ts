import { brokenJson } from './broken-json.js';
import type { CreateReader } from './source-record.js';

/** JSONL: one JSON value per line, blank lines passed over. A broken line does not end the reading. */
export const jsonLines: CreateReader = (file, found) => ({
  ended: false,
  line(text, line) {
    if (text.trim() === '') return;
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (cause) {
      const hint = 'Every line must hold one whole JSON object; one JSON array over several lines works too.';
      found({ line, error: brokenJson(file, line, text, cause, hint) });
      return;
    }
    found({ line, value });
  },
  end() {},
});
