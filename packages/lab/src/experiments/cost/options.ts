export interface CostOptions {
  readonly widths: readonly number[];
  readonly facts: number;
  readonly history: number;
  readonly budget: number;
  readonly memory: number;
}
