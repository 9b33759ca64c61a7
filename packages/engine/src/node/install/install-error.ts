import { EngineError, type ErrorCodeOf } from '@alphaedit/spec';

/** A step of the installation that cannot be done on this machine as it is. */
export function installError(
  code: ErrorCodeOf<'EngineError'>,
  message: string,
  hint: string,
  data: Record<string, unknown> = {},
): EngineError {
  return new EngineError({ code, message, hint, kind: 'work', data });
}
