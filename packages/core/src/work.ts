import type { Warning, Work } from '@alphaedit/spec';

/** Work whose warnings and remarks are heard as they come up. */
export interface CoreWork extends Work {
  /** Called with each warning as soon as it is known; results carry the same ones. Must not throw. */
  readonly onWarning?: (warning: Warning) => void;
  /** Called with a line for people on what is being done, such as "Continuing runs/first after batch 3." */
  readonly onNote?: (line: string) => void;
}

/** Hands every warning on, in order. */
export function warnAll({ onWarning }: CoreWork, warnings: readonly Warning[]): void {
  for (const warning of warnings) onWarning?.(warning);
}

/** Each warning once: batches repeat those that hold for the whole run. */
export function distinctWarnings(warnings: readonly Warning[]): Warning[] {
  return [...new Map(warnings.map((warning) => [`${warning.code} ${warning.message}`, warning])).values()];
}
