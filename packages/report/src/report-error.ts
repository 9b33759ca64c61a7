import { AlphaEditError, type ErrorCodeOf } from '@alphaedit/spec';

/** A report or plot that cannot be made from what was given. */
export class ReportError extends AlphaEditError<ErrorCodeOf<'ReportError'>> {
  static override readonly className: string = 'ReportError';
}
