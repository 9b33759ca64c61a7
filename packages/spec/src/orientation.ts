/** How a weight lies in memory: `in-out` is [dIn, dOut] (GPT-2's Conv1D), `out-in` is [dOut, dIn] (Linear). */
export type Orientation = 'in-out' | 'out-in';
