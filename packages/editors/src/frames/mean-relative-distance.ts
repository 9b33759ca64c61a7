import type { Matrix } from '@alphaedit/spec';

/** Mean over columns of ‖z − h‖ / ‖z‖. */
export function meanRelativeDistance(z: Matrix, h: Matrix): number {
  let sum = 0;
  for (let j = 0; j < z.cols; j++) {
    let difference = 0;
    let size = 0;
    for (let at = j; at < z.data.length; at += z.cols) {
      difference += (z.data[at]! - h.data[at]!) ** 2;
      size += z.data[at]! ** 2;
    }
    sum += Math.sqrt(difference / size);
  }
  return sum / z.cols;
}
