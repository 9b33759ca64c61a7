import { TokenizerError } from '@alphaedit/spec';

/**
 * The chat template of a `tokenizer_config.json`: a text, or several by name, of which `default` is taken, or the only one.
 *
 * @returns nothing where there is none for a plain conversation
 */
export function templateSource(given: unknown): string | undefined {
  if (typeof given === 'string') return given === '' ? undefined : given;
  const named = namedTemplates(given);
  return named.get('default') ?? (named.size === 1 ? [...named.values()][0] : undefined);
}

/** Both ways in which several are written: `[{ name, template }]` and `{ name: template }`. */
function namedTemplates(given: unknown): Map<string, string> {
  const pairs = Array.isArray(given)
    ? given.map((entry) => [Object(entry).name, Object(entry).template])
    : Object.entries(Object(given));
  return new Map(pairs.filter((pair): pair is [string, string] => pair.every((x) => typeof x === 'string')));
}

/** @returns the error for a template that cannot be used, or not for this conversation */
export const templateFailed = (file: string, why: string, cause?: unknown): TokenizerError =>
  new TokenizerError({
    code: 'chat-template-failed',
    message: `${file}: the chat template cannot be used: ${why}.`,
    hint: 'Ask in plain form (`chat: false`), leave the system prompt out if there is one, or use the template published with the checkpoint.',
    data: { file, reason: why },
    cause,
  });
