/** Seconds for people: `8 s`, `2 min 05 s`, `1 h 03 min`. */
export function formatSeconds(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  const two = (n: number) => String(n).padStart(2, '0');
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`;
  return `${Math.floor(whole / 3600)} h ${two(Math.floor((whole % 3600) / 60))} min`;
}

/** A count with thin groups of three: `12,345`. */
export const formatCount = (n: number): string => Math.round(n).toLocaleString('en-US');

/** A number to three or four figures: `0.0123`, `1.23e-9`. */
export function formatNumber(x: number): string {
  if (x === 0 || !Number.isFinite(x)) return String(x);
  const size = Math.abs(x);
  if (size >= 1e6 || size < 1e-4) return x.toExponential(2);
  return size >= 1000 ? formatCount(x) : String(Number(x.toPrecision(4)));
}

/** A rate per second: `3,210/s`, `0.25/s`. */
export const formatRate = (rate: number): string =>
  `${rate >= 10 ? formatCount(rate) : String(Number(rate.toPrecision(2)))}/s`;
