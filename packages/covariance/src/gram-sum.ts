import type { Matrix } from '@alphaedit/spec';
import * as tf from '@tensorflow/tfjs-core';

/**
 * Rows of one float32 product. Within it engines add up blocks of some 256 rows (BLAS by itself, the wasm engine
 * by `multiplyInBlocks`), so that its error stays about 1e-7.
 */
const PRODUCT_ROWS = 4096;
/** A panel narrower than this wastes more on copies than the triangle saves. */
const PANEL_WIDTH = 512;
/** p panels take ½ + 1/(2p) of the full product: beyond 8 little is left to gain. */
const MAX_PANELS = 8;

/** Rows `start` … `start + width − 1` of the upper triangle, from column `start` on, as high + low. */
export interface GramPanel {
  readonly start: number;
  readonly width: number;
  /** [width, size − start] */
  readonly high: Float32Array;
  /** What the high part has rounded away, of the same shape. */
  readonly low: Float32Array;
}

/** A Gram sum on the host. */
export interface GramState {
  readonly size: number;
  readonly panels: readonly GramPanel[];
}

/**
 * Sum of KᵀK over batches of rows K [m, d], kept on the device.
 *
 * Each product is float32; the sum is a pair of float32 tensors, added without loss (Knuth's TwoSum:
 * s = fl(a + b), e the exact rest), so its error is that of the products, however many there are. Only
 * panels on and above the diagonal are computed.
 *
 * The sum owns its tensors: call `dispose`.
 *
 * @see Knuth, The Art of Computer Programming 2, §4.2.2, theorem B
 */
export class GramSum {
  readonly size: number;
  #panels: { start: number; width: number; high: tf.Tensor2D; low: tf.Tensor2D }[];

  /** @param from a state to go on from; zero by default */
  constructor(size: number, from?: GramState) {
    this.size = size;
    this.#panels = panelsOf(size).map(({ start, width }, i) => {
      const shape: [number, number] = [width, size - start];
      const saved = from?.panels[i];
      return {
        start,
        width,
        // Slices: an engine may take over the array it is given.
        high: tf.keep(saved ? tf.tensor2d(saved.high.slice(), shape) : tf.zeros<tf.Rank.R2>(shape)),
        low: tf.keep(saved ? tf.tensor2d(saved.low.slice(), shape) : tf.zeros<tf.Rank.R2>(shape)),
      };
    });
  }

  /** Adds KᵀK of `keys` [m, d]. May be called inside `tf.tidy`; does not keep `keys`. */
  add(keys: tf.Tensor2D): void {
    const [rows] = keys.shape;
    for (let row = 0; row < rows; row += PRODUCT_ROWS) {
      const count = Math.min(PRODUCT_ROWS, rows - row);
      for (const panel of this.#panels) {
        const [high, low] = tf.tidy(() => {
          const columns = this.size - panel.start;
          const right = sliceOf(keys, row, panel.start, count, columns);
          const left = panel.width === columns ? right : sliceOf(keys, row, panel.start, count, panel.width);
          return twoSum(panel.high, panel.low, tf.matMul(left, right, true, false));
        });
        panel.high.dispose();
        panel.low.dispose();
        panel.high = tf.keep(high);
        panel.low = tf.keep(low);
      }
    }
  }

  /** A copy on the host. */
  async state(): Promise<GramState> {
    const panels: GramPanel[] = [];
    for (const { start, width, high, low } of this.#panels) {
      const [h, l] = [await high.data<'float32'>(), await low.data<'float32'>()];
      panels.push({ start, width, high: h, low: l });
    }
    return { size: this.size, panels };
  }

  dispose(): void {
    for (const { high, low } of this.#panels) tf.dispose([high, low]);
    this.#panels = [];
  }
}

/** Bytes of the pair of triangles of a sum of size d, on device or host. */
export function gramBytes(size: number): number {
  return panelsOf(size).reduce((bytes, { start, width }) => bytes + 8 * width * (size - start), 0);
}

/** The whole symmetric matrix of a state, times `factor`, [d, d]. */
export function gramMatrix({ size, panels }: GramState, factor = 1): Matrix<Float64Array> {
  const data = new Float64Array(size * size);
  for (const { start, width, high, low } of panels) {
    const columns = size - start;
    for (let r = 0; r < width; r++) {
      // The panel's block on the diagonal is computed whole; its upper half is the one taken.
      for (let c = r; c < columns; c++) {
        const value = (high[r * columns + c]! + low[r * columns + c]!) * factor;
        data[(start + r) * size + start + c] = value;
        data[(start + c) * size + start + r] = value;
      }
    }
  }
  return { rows: size, cols: size, data };
}

function panelsOf(size: number): { start: number; width: number }[] {
  const count = Math.min(MAX_PANELS, Math.max(1, Math.floor(size / PANEL_WIDTH)));
  const width = Math.ceil(size / count);
  const panels = [];
  for (let start = 0; start < size; start += width)
    panels.push({ start, width: Math.min(width, size - start) });
  return panels;
}

function sliceOf(keys: tf.Tensor2D, row: number, column: number, rows: number, columns: number): tf.Tensor2D {
  const whole = rows === keys.shape[0] && columns === keys.shape[1];
  return whole ? keys : tf.slice(keys, [row, column], [rows, columns]);
}

/** high + low + term as a new pair. */
function twoSum(high: tf.Tensor2D, low: tf.Tensor2D, term: tf.Tensor2D): [tf.Tensor2D, tf.Tensor2D] {
  const sum = tf.add(high, term);
  const added = tf.sub(sum, high);
  const rest = tf.add(tf.sub(high, tf.sub(sum, added)), tf.sub(term, added));
  return [sum as tf.Tensor2D, tf.add(low, rest) as tf.Tensor2D];
}
