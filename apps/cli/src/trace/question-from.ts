import type { TraceQuestion } from '@alphaedit/locate';
import { checkedQuestion, SettingsError } from '@alphaedit/spec';
import type { TraceCommandOptions } from './options.js';

/**
 * The one question asked; nothing where the facts of a file are.
 *
 * @throws {SettingsError} `trace-needs-question`
 * @throws {FactError} those of `checkedQuestion`
 */
export function questionFrom({
  prompt,
  subject,
  facts,
  corrupt,
}: TraceCommandOptions): TraceQuestion | undefined {
  const half = (prompt === undefined) !== (subject === undefined);
  const none = prompt === undefined && facts === undefined;
  const alone = corrupt === 'subjects' && facts === undefined;
  if (half || none || alone) {
    throw new SettingsError({
      code: 'trace-needs-question',
      message: half
        ? `--${prompt === undefined ? 'subject' : 'prompt'} was given without --${prompt === undefined ? 'prompt' : 'subject'}.`
        : none
          ? 'There is nothing to trace.'
          : 'There are no other subjects to corrupt with.',
      hint: alone
        ? 'Give --facts with other subjects.'
        : 'Give --prompt and --subject for one fact, or --facts for many.',
    });
  }
  if (prompt === undefined || subject === undefined) return undefined;
  return checkedQuestion({ prompt, subject });
}
