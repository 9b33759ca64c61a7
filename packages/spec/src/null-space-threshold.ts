import type { EditSettings } from './editor.js';
import type { NullSpaceThreshold } from './statistics.js';

/** The threshold the settings name: `nullSpaceKeepTrace` where given, else `nullSpaceThreshold`. */
export function nullSpaceThreshold(
  settings: Pick<EditSettings, 'nullSpaceThreshold' | 'nullSpaceKeepTrace'>,
): NullSpaceThreshold {
  return settings.nullSpaceKeepTrace === undefined
    ? { kind: 'absolute', value: settings.nullSpaceThreshold }
    : { kind: 'keep-trace', value: settings.nullSpaceKeepTrace };
}
