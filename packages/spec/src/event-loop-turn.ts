/**
 * Lets timers and signals run. Reading a tensor of a synchronous engine resolves without leaving the current
 * turn of the event loop, so that a long loop would hear of an abort only at its end.
 */
export const eventLoopTurn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
