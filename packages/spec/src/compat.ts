/**
 * Where published code departs from its paper or has a fault: `corrected` (the default) is right, `official` is what the
 * published code computes, for figures that are to be compared with its own.
 */
export type Compat = 'corrected' | 'official';
