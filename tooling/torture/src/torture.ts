import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { seededRandom } from '@alphaedit/spec';
import { broken, type Scenario } from './scenario.js';
import { leftoversIn, makeWorld } from './world.js';

/** What came of all rounds of a scenario. */
export interface Count {
  readonly id: string;
  readonly title: string;
  readonly rounds: number;
  readonly tries: number;
  /** With the round they came up in: the same seed does the same harm. */
  readonly failures: readonly string[];
}

/** How long, and with which dice. */
export interface TortureOptions {
  readonly folder: string;
  readonly seed: number;
  /** Whether another round over all scenarios is to begin; told how many there were. */
  again(rounds: number): boolean;
  onRound?(scenario: Scenario, failures: readonly string[]): void;
}

/**
 * Plays the scenarios by turns, each round with a number of its own. What none of them may leave behind is looked for after
 * each round.
 */
export async function torture(
  scenarios: readonly Scenario[],
  { folder, seed, again, onRound }: TortureOptions,
): Promise<Count[]> {
  const world = await makeWorld(join(folder, 'world'));
  const counts = scenarios.map(({ id, title }) => ({
    id,
    title,
    rounds: 0,
    tries: 0,
    failures: [] as string[],
  }));
  for (let round = 0; again(round); round++) {
    for (const [i, scenario] of scenarios.entries()) {
      const place = join(folder, scenario.id);
      await mkdir(place, { recursive: true });
      const outcome = await scenario.round(world, place, seededRandom(seed + 1000 * i + round));
      const failures = [
        ...outcome.failures,
        ...broken({ 'nothing is left over': leftoversIn(place).length === 0 }),
      ];
      const count = counts[i]!;
      count.rounds++;
      count.tries += outcome.tries;
      count.failures.push(...failures.map((failure) => `round ${round}: ${failure}`));
      onRound?.(scenario, failures);
      await rm(place, { recursive: true, force: true });
    }
  }
  return counts;
}
