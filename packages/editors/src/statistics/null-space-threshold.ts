import type { EditSettings, NullSpaceThreshold } from '@alphaedit/spec';

/** The threshold the settings name: the relative one where given, else τ. */
export function nullSpaceThreshold(settings: EditSettings): NullSpaceThreshold {
  return settings.nullSpaceKeepTrace === undefined
    ? { kind: 'absolute', value: settings.nullSpaceThreshold }
    : { kind: 'keep-trace', value: settings.nullSpaceKeepTrace };
}
