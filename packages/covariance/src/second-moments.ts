import type { Matrix, Warning } from '@alphaedit/spec';

/** Raised when a change to this package changes the digits of a second moment. */
export const ARITHMETIC = 1;

/** Everything a second moment depends on but the layer and the precision it is stored in. */
export interface MomentOrigin {
  /** Content hash of the model. */
  readonly modelHash: string;
  /** Chained SHA-256 of the texts read, document by document. */
  readonly textDigest: string;
  /** Chained SHA-256 of the token ids summed: says what tokenizer and cuts made of the text. */
  readonly tokenDigest: string;
  /** Documents that had tokens. */
  readonly documents: number;
  readonly tokens: number;
  /** The limit on tokens that was asked for. */
  readonly tokenBudget?: number;
  /** Tokens a document was cut to. */
  readonly contextLength: number;
  /** Version of the way the sums are computed. */
  readonly arithmetic: number;
}

/** C₀ = K₀K₀ᵀ / tokens of the keys of some layers, on the host. */
export interface SecondMoments {
  readonly origin: MomentOrigin;
  /** Content hash of the tokenizer, where it can say. The digest of the tokens in `origin` tells what it made of the text. */
  readonly tokenizer?: string;
  /** Ascending. */
  readonly layers: readonly number[];
  /** d: every C₀ is [d, d]. */
  readonly keySize: number;
  /** A fresh symmetric matrix [d, d]. @throws {StatisticsError} `statistics-missing` */
  secondMoment(layer: number): Matrix<Float64Array>;
  readonly warnings: readonly Warning[];
}
