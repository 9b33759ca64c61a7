import type { Fact, Neighbor } from '@alphaedit/spec';
import { questionOf } from '@alphaedit/spec';
import { createProse } from './prose.js';
import { createRandom, type Random } from './random.js';
import type { Relation } from './relations.js';
import { relationsOf, type Subject, type World } from './world.js';

const NEIGHBORS = 5;

/**
 * Every fact of the world but the bystanders' as something to change: the target is another value of the relation,
 * the neighbours are bystanders that share the true answer, as in CounterFact.
 *
 * Paraphrases: the held-out phrasing after a sentence of running text, the same bare, and another seen phrasing.
 *
 * The order lets the first 100 be edited together: see {@link inRounds}.
 */
export function makeFacts(world: World, seed = world.seed + 1): Fact[] {
  const random = createRandom(seed);
  const prose = createProse(world);
  return inRounds(world, random).map(({ subject, relation }) => {
    const truth = subject.values[relation.id]!;
    const [phrasing, other] = random.shuffle(relation.phrasings) as [string, string];
    const held = questionOf({ prompt: relation.heldOut, subject: subject.name });
    return {
      id: `${relation.id}/${subject.name.toLowerCase().replaceAll(' ', '-')}`,
      subject: subject.name,
      prompt: phrasing,
      target: random.pick(world.valuesOf[relation.id]!.filter((value) => value !== truth)),
      truth,
      paraphrases: [
        `${prose.sentence(random)} ${held}`,
        held,
        questionOf({ prompt: other, subject: subject.name }),
      ],
      neighbors: neighborsOf(world, relation, truth, phrasing),
    };
  });
}

interface Attribute {
  readonly subject: Subject;
  readonly relation: Relation;
}

/** All attributes, dealt in rounds: within one, every subject comes up once. */
function inRounds(world: World, random: Random): Attribute[] {
  const dealt: Attribute[] = [];
  let left = random.shuffle(
    world.subjects
      .filter(({ bystander }) => !bystander)
      .flatMap((subject) => relationsOf(subject).map((relation) => ({ subject, relation }))),
  );
  while (left.length > 0) {
    const taken = new Set<string>();
    const later: Attribute[] = [];
    for (const attribute of left) {
      if (taken.has(attribute.subject.name)) later.push(attribute);
      else {
        taken.add(attribute.subject.name);
        dealt.push(attribute);
      }
    }
    left = later;
  }
  return dealt;
}

/** Bystanders with the same answer, asked the same way, then in the other seen phrasings. */
function neighborsOf(world: World, relation: Relation, truth: string, phrasing: string): Neighbor[] {
  const others = world.subjects.filter(
    ({ bystander, kind, values }) => bystander && kind === relation.kind && values[relation.id] === truth,
  );
  const phrasings = [phrasing, ...relation.phrasings.filter((one) => one !== phrasing)];
  return phrasings
    .flatMap((text) =>
      others.map((other) => ({ prompt: questionOf({ prompt: text, subject: other.name }), answer: truth })),
    )
    .slice(0, NEIGHBORS);
}
