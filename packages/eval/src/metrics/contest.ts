import type { Fact } from '@alphaedit/spec';

/** A prompt, the answer that should win there, and the answer it is held against, where one is known. */
export interface Contest {
  readonly prompt: string;
  readonly wanted: string;
  /** Other names of the wanted answer: the likeliest of all its names counts. */
  readonly aliases?: readonly string[];
  readonly other?: string;
  /** Other names of the other answer: the likeliest of all its names counts, too. */
  readonly otherAliases?: readonly string[];
}

/** A contest between two answers, each with all its names. */
export function contest(
  prompt: string,
  [wanted, ...aliases]: readonly [string, ...string[]],
  [other, ...otherAliases]: readonly string[],
): Contest {
  return {
    prompt,
    wanted,
    ...(aliases.length > 0 && { aliases }),
    ...(other !== undefined && { other }),
    ...(otherAliases.length > 0 && { otherAliases }),
  };
}

/** The new answer of a fact against its old one. */
export function newAgainstOld(fact: Fact, prompt: string): Contest {
  const { target, targetAliases = [], truth, truthAliases = [] } = fact;
  return contest(prompt, [target, ...targetAliases], truth === undefined ? [] : [truth, ...truthAliases]);
}
