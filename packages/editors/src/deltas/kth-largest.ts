/**
 * The k-th largest of `values`, k from 1, in linear time on average (quickselect, pivot the median of three).
 * Reorders `values`.
 */
export function kthLargest(values: Float64Array, k: number): number {
  let low = 0;
  let high = values.length - 1;
  const wanted = values.length - k;
  const swap = (a: number, b: number) => {
    const held = values[a]!;
    values[a] = values[b]!;
    values[b] = held;
  };
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle]! < values[low]!) swap(middle, low);
    if (values[high]! < values[low]!) swap(high, low);
    if (values[high]! < values[middle]!) swap(high, middle);
    const pivot = values[middle]!;
    let i = low;
    let j = high;
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i <= j) swap(i++, j--);
    }
    // values[low … j] ≤ pivot ≤ values[i … high], and what lies between equals it.
    if (wanted <= j) high = j;
    else if (wanted >= i) low = i;
    else return pivot;
  }
  return values[wanted]!;
}
