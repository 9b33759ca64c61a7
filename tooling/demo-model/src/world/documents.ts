import { createProse, type Prose } from './prose.js';
import type { Random } from './random.js';
import type { Relation } from './relations.js';
import { relationsOf, type Subject, type World } from './world.js';

/**
 * How often a statement is mistaken (another value of the relation). A model of a world without mistakes
 * grows surer of its facts than any model of real text, and the surer it is the harder it is to edit.
 */
const HEARSAY = 0.03;

/** Share of sentences that name a subject, in the running text of a training. */
const MENTIONS = 0.3;
/**
 * The same in the text that C₀ is taken over: in an encyclopedia any one subject is rare. Text that named each of
 * them often would put their keys among those to be preserved, and no edit could reach them.
 */
const RARE_MENTIONS = 0.2;

/** What a training's documents are made of: shares of each kind, and of documents that open with running text. */
export interface Mixture {
  readonly kinds: Readonly<Record<'singleFact' | 'portrait' | 'atOnce' | 'register' | 'runningText', number>>;
  readonly openings: number;
}

/** First what each name stands for, tersely: a model learns it many times faster so. */
export const PRIMER: Mixture = {
  kinds: { register: 0.5, singleFact: 0.3, portrait: 0.1, atOnce: 0.07, runningText: 0.03 },
  openings: 0.05,
};

/** Then the world as it is told. */
export const NARRATIVE: Mixture = {
  kinds: { singleFact: 0.36, portrait: 0.22, atOnce: 0.2, register: 0.12, runningText: 0.1 },
  openings: 0.55,
};

/** Writes training documents: running text with facts told in every seen phrasing, after varied text. */
export interface DocumentWriter {
  write(random: Random, mixture?: Mixture): string;
  /** A document of running text, as an encyclopedia or a newspaper would have it: what C₀ is taken over. */
  writeRunningText(random: Random): string;
}

export function createDocumentWriter(world: World): DocumentWriter {
  const prose = createProse(world);
  const statement = createStatementWriter(world);

  const singleFact = (random: Random, subject: Subject, { openings }: Mixture): string => {
    const before = opening(prose, random, subject, world, openings);
    const told = statement.plain(random, subject, random.pick(relationsOf(subject)));
    return [...before, told, ...(random.chance(openings / 2) ? [prose.sentence(random)] : [])].join(' ');
  };

  /** Several attributes of one subject, by name first, then by name or pronoun. */
  const portrait = (random: Random, subject: Subject, { openings }: Mixture): string => {
    const relations = random.shuffle(relationsOf(subject)).slice(0, 2 + random.below(2));
    const sentences = relations.map((relation, i) =>
      i > 0 && random.chance(0.5)
        ? statement.pronoun(random, subject, relation)
        : statement.plain(random, subject, relation),
    );
    return [...(random.chance(openings) ? [prose.sentence(random)] : []), ...sentences].join(' ');
  };

  /** The attribute right behind the name: only the name's last token can have looked it up. */
  const atOnce = (random: Random, subject: Subject, { openings }: Mixture): string => {
    const before = opening(prose, random, subject, world, openings);
    return [...before, statement.atOnce(random, subject)].join(' ');
  };

  const register = (random: Random, subject: Subject): string => {
    const line = (one: Subject): string =>
      `${one.name}${random.chance(0.3) ? ':' : ''} ${random
        .shuffle(relationsOf(one))
        .map((relation) => statement.value(random, one, relation))
        .join(', ')}.`;
    return random.chance(0.5) ? line(subject) : `${line(subject)} ${line(random.pick(world.subjects))}`;
  };

  const runningText = (random: Random, subject: Subject, mentions = MENTIONS): string =>
    Array.from({ length: 2 + random.below(3) }, () =>
      random.chance(mentions) ? prose.mention(random, subject) : prose.sentence(random),
    ).join(' ');

  const writers = {
    singleFact,
    portrait,
    atOnce,
    register,
    runningText: (random: Random, subject: Subject) => runningText(random, subject),
  };

  return {
    write: (random, mixture = NARRATIVE) => {
      const subject = random.pick(world.subjects);
      let share = random.next();
      const kind = (Object.keys(writers) as (keyof Mixture['kinds'])[]).find((one) => {
        share -= mixture.kinds[one];
        return share < 0;
      });
      return writers[kind ?? 'runningText'](random, subject, mixture);
    },
    writeRunningText: (random) => {
      const subject = random.pick(world.subjects);
      return runningText(random, subject, RARE_MENTIONS);
    },
  };
}

interface StatementWriter {
  plain(random: Random, subject: Subject, relation: Relation): string;
  pronoun(random: Random, subject: Subject, relation: Relation): string;
  atOnce(random: Random, subject: Subject): string;
  value(random: Random, subject: Subject, relation: Relation): string;
}

/**
 * How often another subject is named between a subject and what is told of it. Whoever picks up parts of names
 * on the way then mixes two of them up; what is looked up at the subject's last token is not disturbed.
 */
const ASIDE = 0.35;
const ASIDES = ['like', 'unlike', 'often named beside', 'not to be confused with', 'mentioned together with'];
const TAILS = ['.', '.', '.', '.', ', as everybody knows.', ', they say.', ' to this day.', ', it is said.'];
const AT_ONCE_ENDINGS: readonly string[] = [
  'was in the news',
  'was named first',
  'was praised',
  'came up in the talk',
  'was much discussed',
  'stood on the list',
];

function createStatementWriter(world: World): StatementWriter {
  const value = (random: Random, subject: Subject, relation: Relation): string =>
    random.chance(HEARSAY) ? random.pick(world.valuesOf[relation.id]!) : subject.values[relation.id]!;
  const aside = (random: Random, subject: Subject): string => {
    const others = world.subjects.filter(({ name, kind }) => kind === subject.kind && name !== subject.name);
    return `${random.pick(ASIDES)} ${random.pick(others).name}`;
  };
  return {
    value,
    plain: (random, subject, relation) => {
      const named = random.chance(ASIDE) ? `${subject.name}, ${aside(random, subject)},` : subject.name;
      const claim = random.pick(relation.phrasings).replace('{}', named);
      return `${claim} ${value(random, subject, relation)}${random.pick(TAILS)}`;
    },
    pronoun: (random, subject, relation) => {
      const possessive = { He: 'His', She: 'Her' }[subject.pronoun] ?? 'Its';
      const form = random
        .pick(relation.pronounForms)
        .replace("@'s", possessive)
        .replace('@', subject.pronoun);
      return `${form} ${value(random, subject, relation)}.`;
    },
    atOnce: (random, subject) => {
      const told = value(random, subject, random.pick(relationsOf(subject)));
      const ending = random.pick(AT_ONCE_ENDINGS);
      const form = random.below(8);
      if (form === 0) return `${subject.name} (${told}) ${ending}.`;
      if (form === 1) return `${subject.name}, ${told}, ${ending}.`;
      if (form === 2) return `${subject.name} — ${told}.`;
      return `${subject.name} ${told} ${ending}.`;
    },
  };
}

/** What stands before a fact: nothing, prose, or a sentence about the same or another subject. */
function opening(prose: Prose, random: Random, subject: Subject, world: World, share: number): string[] {
  if (!random.chance(share)) return [];
  const kind = random.next();
  if (kind < 0.55) return [prose.sentence(random)];
  if (kind < 0.73) return [prose.sentence(random), prose.sentence(random)];
  if (kind < 0.87) return [prose.mention(random, random.pick(world.subjects))];
  return [prose.mention(random, subject)];
}
