import { ReportError } from '../report-error.js';

/** Whether a value can be drawn; one that is not is a gap. */
export const isNumber = (value: number | null | undefined): value is number =>
  value !== null && value !== undefined && Number.isFinite(value);

/** @throws {ReportError} `plot-empty` when a plot has nothing at all to show. */
export function requireValues(title: string, values: readonly (number | null | undefined)[]): void {
  if (values.some(isNumber)) return;
  throw new ReportError({
    code: 'plot-empty',
    message: `The plot “${title}” has no finite value.`,
    hint: 'Leave the plot out, or give it data.',
  });
}

/** @throws {ReportError} `plot-not-positive` when a logarithmic axis meets a value of 0 or below. */
export function requirePositive(
  title: string,
  axis: string,
  values: readonly (number | null | undefined)[],
): void {
  const bad = values.find((value) => isNumber(value) && value <= 0);
  if (bad === undefined) return;
  throw new ReportError({
    code: 'plot-not-positive',
    message: `The plot “${title}” has the value ${bad} on its logarithmic ${axis} axis.`,
    hint: 'Use a linear axis, or leave values of 0 and below out.',
  });
}
