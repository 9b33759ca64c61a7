import type { World } from './world.js';

/** What came of some tries. */
export interface Outcome {
  readonly tries: number;
  /** What went wrong, each in a line. */
  readonly failures: readonly string[];
}

/** One way to do harm, and what must hold all the same. */
export interface Scenario {
  readonly id: string;
  /** What is done, and what must hold. */
  readonly title: string;
  /** One round in an empty folder. `random` gives numbers in [0, 1). */
  round(world: World, folder: string, random: () => number): Promise<Outcome>;
}

/** The failures among claims: those that do not hold. */
export const broken = (claims: Readonly<Record<string, boolean>>): string[] =>
  Object.entries(claims).flatMap(([claim, holds]) => (holds ? [] : [claim]));
