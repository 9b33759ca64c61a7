import { inventWords } from './names.js';
import { createRandom, type Random } from './random.js';
import { type Kind, RELATIONS, type Relation } from './relations.js';

export interface Subject {
  readonly name: string;
  readonly kind: Kind;
  /** Never edited: whether it stays what it was is asked of those. */
  readonly bystander: boolean;
  /** `He`, `She` or `It`. */
  readonly pronoun: string;
  /** Relation id → value. */
  readonly values: Readonly<Record<string, string>>;
}

export interface World {
  readonly seed: number;
  readonly subjects: readonly Subject[];
  /** Relation id → every value that relation takes. */
  readonly valuesOf: Readonly<Record<string, readonly string[]>>;
}

const words = (text: string): string[] => text.split(' ');

const PROFESSIONS = words(
  'baker weaver doctor painter sailor miner judge tailor potter farmer teacher printer',
);
const INSTRUMENTS = words('flute harp drum lute fiddle horn bell pipe cello guitar trumpet zither');
const GOODS = words('cheese salt glass wool honey copper silk wine pepper marble');
const GENRES = words('novel poem ballad comedy tragedy fable saga satire romance diary');
const PRODUCTS = words('rope clocks ships bread boots lamps wagons soap ink furniture');
const TITLE_FIRST = words('Copper Silent Winter Broken Golden Hidden Seventh Paper Crooked Velvet');
const TOWN_FIRST = words('Upper Lower Old New Saint Port Fort Castle');
const COMPANY_FIRST = words('House Guild Brothers Bank');
const TITLE_SECOND = words(
  'Lantern Orchard Harbour Mirror Compass Feather Candle Shadow Thistle Anchor Ladder Needle Pigeon Window Hammer ' +
    'Island Kettle Meadow Button Ribbon Castaway Saddle Thunderer Whistle Blanket Cradle Goblet Hermit Jester Kingdom ' +
    'Labyrinth Magician Nightfall Oracle Pilgrim Quarrel Raven Shepherd Tempest Umbrella Valley Watchman Yardstick ' +
    'Acrobat Banquet Cathedral Dungeon Emperor Fountain Gallows Hourglass Inkwell Juggler Keyhole Lighthouse Monument ' +
    'Notebook Oyster Parrot Riddle Scarecrow Telescope Vineyard Wilderness Almanac Barricade Carousel Drawbridge ' +
    'Eclipse Falcon Gardener Horizon Iceberg Journey Knapsack Locksmith Masquerade Nomad Ostrich Peacock',
);

/** How many of each kind there are, and how many of them are never edited. */
const COUNTS: Readonly<Record<Kind, { readonly all: number; readonly bystanders: number }>> = {
  person: { all: 156, bystanders: 36 },
  town: { all: 80, bystanders: 20 },
  work: { all: 80, bystanders: 20 },
  company: { all: 80, bystanders: 20 },
};

/**
 * Names whose first part is shared and whose last is the subject's own, as with most names of people.
 *
 * A small model takes the shortest way it is offered. Only the last part says who is meant, and every name has
 * something before it: what the model wants to say of a subject it looks up where it has read all of the name,
 * in whatever stands before. Subjects that do not share that part have keys of their own, which is what lets one
 * be edited without the other.
 */
function name(random: Random, first: readonly string[], last: readonly string[]): string[] {
  return last.map((own) => `${random.pick(first)} ${own}`);
}

/** The world of a seed: subjects, the values their relations take, and who has which. */
export function makeWorld(seed: number): World {
  const random = createRandom(seed);
  const taken = new Set<string>();
  const invent = (count: number, endings: string[], syllables: number[]): string[] =>
    inventWords(random, count, taken, endings, syllables);

  const cities = invent(12, ['nport', 'rford', 'lhaven', 'n', 'r'], [2]);
  const languages = invent(12, ['rnic', 'lish', 'vese', 'ndic'], [1, 2]);
  const valuesOf: Record<string, string[]> = {
    birthplace: cities,
    profession: PROFESSIONS,
    language: languages,
    instrument: INSTRUMENTS,
    country: invent(10, ['nia', 'rland', 'ria', 'lmark'], [1, 2]),
    river: invent(10, ['', 'nna', 'sse'], [1]),
    goods: GOODS,
    genre: GENRES,
    author: pair(invent(5, ['lla', 'rno', 'ven'], [1]), invent(10, ['nson', 'rman', ''], [1, 2])),
    'original-language': languages.slice(0, 10),
    headquarters: cities.slice(0, 10),
    product: PRODUCTS,
    founded: Array.from({ length: 10 }, (_, i) => String(1704 + 29 * i - (i % 3))),
  };

  const count = (kind: Kind): number => COUNTS[kind].all;
  const names: Record<Kind, string[]> = {
    person: name(
      random,
      invent(24, ['na', 'ro', 'len', 'lis', 'th'], [1]),
      invent(count('person'), ['ssen', 'rdal', 'lver', 'nholt', 'mmer', 'lgren', 'ck', 'nd'], [1, 2]),
    ),
    town: name(random, TOWN_FIRST, invent(count('town'), ['by', 'ton', 'wick', 'mere', 'sk', 'm'], [1, 2])),
    work: name(random, TITLE_FIRST, TITLE_SECOND.slice(0, count('work'))).map((title) => `The ${title}`),
    company: name(random, COMPANY_FIRST, invent(count('company'), ['nck', 'rter', 'ster', 'lde'], [1, 2])),
  };

  const subjects = (Object.keys(names) as Kind[]).flatMap((kind) => {
    const { all, bystanders } = COUNTS[kind];
    const columns = RELATIONS.filter((relation) => relation.kind === kind).map((relation) => {
      const values = valuesOf[relation.id]!;
      return [
        relation.id,
        [...deal(random, values, all - bystanders), ...deal(random, values, bystanders)],
      ] as const;
    });
    return names[kind].map(
      (name, i): Subject => ({
        name,
        kind,
        bystander: i >= all - bystanders,
        pronoun: kind === 'person' ? random.pick(['He', 'She']) : 'It',
        values: Object.fromEntries(columns.map(([id, column]) => [id, column[i]!])),
      }),
    );
  });
  return { seed, subjects, valuesOf };
}

/** The relations a subject has, in the order of the table. */
export const relationsOf = (subject: Subject): Relation[] =>
  RELATIONS.filter((relation) => relation.kind === subject.kind);

/** Every value as often as any other, in no order. `count` is a multiple of their number. */
function deal(random: Random, values: readonly string[], count: number): string[] {
  return random.shuffle(Array.from({ length: count / values.length }, () => values).flat());
}

/** First names come round again, last names do not. */
const pair = (first: readonly string[], last: readonly string[]): string[] =>
  last.map((name, i) => `${first[i % first.length]} ${name}`);
