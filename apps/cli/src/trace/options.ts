/** Options of `alphaedit trace`. */
export interface TraceCommandOptions {
  readonly prompt?: string;
  readonly subject?: string;
  readonly facts?: string;
  readonly out?: string;
  readonly limit: number;
  readonly offset?: number;
  readonly samples: number;
  readonly seed: number;
  readonly corrupt: 'gaussian' | 't' | 'uniform' | 'subjects';
  readonly noise: number;
  readonly window?: number;
  readonly severed?: boolean;
}
