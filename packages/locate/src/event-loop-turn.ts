/** Lets timers and signals run between two passes of a synchronous engine. */
export const eventLoopTurn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
