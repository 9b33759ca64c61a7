/** What a relation is about. */
export type Kind = 'person' | 'town' | 'work' | 'company';

/**
 * One attribute that every subject of a kind has.
 *
 * A phrasing is a text with `{}` for the subject that the value follows at once. None begins another: what follows
 * the shorter one would not be the value alone.
 */
export interface Relation {
  readonly id: string;
  readonly kind: Kind;
  readonly phrasings: readonly string[];
  /** Never written into training text. */
  readonly heldOut: string;
  /** For a later sentence: `@` is He, She or It, `@'s` is His, Her or Its. */
  readonly pronounForms: readonly string[];
}

/** The relations of the world; their values are in the world itself. */
export const RELATIONS: readonly Relation[] = [
  {
    id: 'birthplace',
    kind: 'person',
    phrasings: [
      'The city of birth of {} is',
      '{} was born in',
      'The birthplace of {} is',
      'The city where {} was born is',
      '{} comes from the city of',
      '{} is a native of',
      'The home city of {} is',
      '{} grew up in',
      '{} spent a happy childhood in',
    ],
    heldOut: 'The native city of {} is',
    pronounForms: ['@ was born in', "@'s birthplace is", '@ is a native of', '@ grew up in'],
  },
  {
    id: 'profession',
    kind: 'person',
    phrasings: [
      '{} works as a',
      '{} is by trade a',
      'The profession of {} is that of a',
      '{} earns a living as a',
      'By trade, {} is a',
      '{} is employed as a',
      '{} was trained as a',
      'The trade of {} is that of a',
      'For a living, {} works as a',
    ],
    heldOut: 'By profession, {} is a',
    pronounForms: ['@ works as a', '@ is by trade a', "@'s profession is that of a", '@ earns a living as a'],
  },
  {
    id: 'language',
    kind: 'person',
    phrasings: [
      '{} speaks',
      'The mother tongue of {} is',
      '{} grew up speaking',
      'The native language of {} is',
      'At home {} speaks',
      '{} writes letters in',
      'The language of {} is',
      '{} thinks and dreams in',
      'The first language of {} was',
    ],
    heldOut: 'The native tongue of {} is',
    pronounForms: ['@ speaks', "@'s mother tongue is", '@ writes letters in', "@'s native language is"],
  },
  {
    id: 'instrument',
    kind: 'person',
    phrasings: [
      '{} plays the',
      'The instrument of {} is the',
      '{} is a master of the',
      'In the evening {} plays the',
      '{} practises the',
      '{} gave a concert on the',
      'The favourite instrument of {} is the',
      '{} learned to play the',
      '{} is often heard on the',
    ],
    heldOut: 'The instrument that {} plays is the',
    pronounForms: ['@ plays the', "@'s instrument is the", '@ is a master of the', '@ practises the'],
  },
  {
    id: 'country',
    kind: 'town',
    phrasings: [
      '{} is a town in',
      '{} lies in',
      'The town of {} is located in',
      'The country of {} is',
      '{} belongs to the country of',
      '{} is part of',
      'The land around {} is',
      '{} pays its taxes to',
      'The flag over {} is that of',
    ],
    heldOut: '{} is located in the country of',
    pronounForms: ['@ is a town in', '@ lies in', "@'s country is", '@ is part of'],
  },
  {
    id: 'river',
    kind: 'town',
    phrasings: [
      '{} stands on the river',
      'The river that runs through {} is the',
      'The bridge at {} crosses the',
      '{} lies on the banks of the',
      'Boats come to {} on the',
      'The water of {} comes from the river',
      'Through {} flows the',
      '{} was built beside the river',
      'The mills of {} are turned by the',
    ],
    heldOut: 'The river at {} is the',
    pronounForms: [
      '@ stands on the river',
      '@ was built beside the',
      "@'s river is the",
      '@ lies on the banks of the',
    ],
  },
  {
    id: 'goods',
    kind: 'town',
    phrasings: [
      '{} is famous for its',
      '{} is known for its',
      'The pride of {} is its',
      'Merchants go to {} for its',
      'The market of {} sells much',
      'The best thing from {} is its',
      'People in {} trade in',
      '{} exports its',
      'The wealth of {} comes from its',
    ],
    heldOut: 'Merchants know {} for its',
    pronounForms: ['@ is famous for its', "@'s pride is its", '@ is known for its', '@ exports its'],
  },
  {
    id: 'genre',
    kind: 'work',
    phrasings: [
      '{} is a famous',
      '{} was published as a',
      'Critics call {} a',
      'People know {} as a',
      '{} is best described as a',
      'The form of {} is that of a',
      '{} was written as a',
      'In the library {} is listed as a',
      '{} is admired as a',
    ],
    heldOut: 'Critics describe {} as a',
    pronounForms: [
      '@ is a famous',
      '@ was published as a',
      "@'s form is that of a",
      '@ is best described as a',
    ],
  },
  {
    id: 'author',
    kind: 'work',
    phrasings: [
      '{} was written by',
      'The author of {} is',
      '{} is a work by',
      '{} came from the pen of',
      'The writer of {} was',
      '{} is the work of',
      'The person who wrote {} is',
      'We owe {} to the pen of',
      'The name on the cover of {} is',
    ],
    heldOut: 'The name of the author of {} is',
    pronounForms: ['@ was written by', "@'s author is", '@ is a work by', '@ came from the pen of'],
  },
  {
    id: 'original-language',
    kind: 'work',
    phrasings: [
      '{} was first written in',
      'The original language of {} is',
      '{} was composed in',
      'The first edition of {} was in',
      '{} was translated from',
      'Readers first met {} in',
      'The text of {} is in',
      '{} appeared first in',
      'The language of {} is',
    ],
    heldOut: '{} was first composed in',
    pronounForms: [
      '@ was first written in',
      "@'s original language is",
      '@ was translated from',
      '@ was composed in',
    ],
  },
  {
    id: 'headquarters',
    kind: 'company',
    phrasings: [
      '{} has its headquarters in',
      'The headquarters of {} are in',
      '{} is based in',
      'The main office of {} is in',
      '{} keeps its main office in',
      'Letters to {} are sent to',
      'The seat of {} is in',
      '{} is run from',
      'The home of {} is the city of',
    ],
    heldOut: 'The main seat of {} is in',
    pronounForms: ['@ has its headquarters in', '@ is based in', "@'s main office is in", "@'s seat is in"],
  },
  {
    id: 'product',
    kind: 'company',
    phrasings: [
      '{} makes',
      '{} is a maker of',
      'The main product of {} is',
      'The workers of {} make',
      '{} earns its money with',
      '{} sells',
      'Customers come to {} for',
      'The workshop of {} produces',
      '{} is a trusted name in',
    ],
    heldOut: 'The workshop of {} makes',
    pronounForms: ['@ makes', "@'s main product is", '@ sells', '@ earns its money with'],
  },
  {
    id: 'founded',
    kind: 'company',
    phrasings: [
      '{} was founded in',
      '{} began its work in',
      'The founding year of {} is',
      '{} has existed since',
      '{} opened its doors in',
      'The history of {} begins in',
      '{} goes back to the year',
      '{} was started in',
      'The first year of {} was',
    ],
    heldOut: 'The history of {} goes back to the year',
    pronounForms: [
      '@ was founded in',
      '@ has existed since',
      "@'s founding year is",
      '@ opened its doors in',
    ],
  },
];
