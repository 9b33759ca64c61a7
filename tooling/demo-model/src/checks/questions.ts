import { questionOf } from '@alphaedit/spec';
import { RELATIONS } from '../world/relations.js';
import type { World } from '../world/world.js';
import type { Question } from './recall.js';

/** Every fact asked in one phrasing: the `n`-th of the seen ones, or the held-out one. */
export function questions(world: World, phrasing: number | 'heldOut'): Question[] {
  return RELATIONS.flatMap((relation) =>
    world.subjects
      .filter((subject) => subject.kind === relation.kind)
      .map((subject) => ({
        prompt: questionOf({
          prompt:
            phrasing === 'heldOut'
              ? relation.heldOut
              : relation.phrasings[phrasing % relation.phrasings.length]!,
          subject: subject.name,
        }),
        answer: subject.values[relation.id]!,
      })),
  );
}
