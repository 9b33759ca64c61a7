import { EditError, type Fact, SettingsError, sameAnswer } from '@alphaedit/spec';
import type { DecodedEditPack, EditPack } from '../edit-pack.js';
import { assertSameBase, type NamedPack } from './assert-same-base.js';
import { type PackFact, packFact } from './diff-packs.js';
import { type Asked, factsByQuestion } from './facts-by-question.js';
import { packBatches } from './pack-batches.js';
import { packWithout } from './pack-without.js';

/**
 * What becomes of a question that two packs answer differently: `refuse`, an error that names both; `replace`, the later
 * pack's answer counts; `keep`, the earlier one's; `stack`, facts are not compared and every change stays in, as if one
 * pack was applied after the other.
 */
export type ConflictPolicy = 'refuse' | 'replace' | 'keep' | 'stack';

/** How packs are merged. */
export interface MergeOptions {
  /** `refuse` by default. */
  readonly conflicts?: ConflictPolicy;
  /** What makes the merged pack, e.g. `alphaedit 1.2.0`. */
  readonly madeBy: string;
}

/** One question that two packs ask, and whose fact stays. */
export interface MergedQuestion {
  readonly first: PackFact & { readonly pack: string };
  readonly second: PackFact & { readonly pack: string };
  readonly kept: 'first' | 'second';
}

/** A pack made of others. */
export interface MergedPack {
  /** It holds its facts where every parent does. */
  readonly pack: EditPack;
  /** Questions with two answers, and which one counts. */
  readonly conflicts: readonly MergedQuestion[];
  /** Questions that two packs answer alike: the earlier pack's change stays, the other goes. */
  readonly repeated: readonly MergedQuestion[];
}

/** Conflicts named one by one in the error. */
const NAMED = 10;

/**
 * Packs of the same model as one: the changes of the first, then of the second, and so on. A question is edited once: where
 * two packs ask it, one fact's columns are left out.
 *
 * @param packs two or more, in the order they count
 * @throws {EditError} `packs-of-different-models`, `packs-conflict`, `not-separable` where a fact to leave out is not kept
 * apart from others
 * @throws {SettingsError} `facts-missing` for a pack without its facts, unless conflicts are `stack`
 */
export function mergePacks(
  packs: readonly NamedPack[],
  { conflicts: policy = 'refuse', madeBy }: MergeOptions,
): MergedPack {
  assertSameBase(packs);
  const { removed, conflicts, repeated } =
    policy === 'stack' ? nothingCompared(packs) : compared(packs, policy === 'replace');
  if (policy === 'refuse' && conflicts.length > 0) throw conflicting(conflicts);
  const kept = packs.map(({ pack, name }, i) => packWithout(pack, removed[i]!, name));
  const facts = kept.flatMap((pack) => pack.facts ?? []);
  return {
    pack: {
      model: packs.find(({ pack }) => pack.model.tokenizer)?.pack.model ?? packs[0]!.pack.model,
      editor: [...new Set(packs.map(({ pack }) => pack.editor))].join(' + '),
      settings: settingsOfAll(packs.map(({ pack }) => pack.settings)),
      factCount: kept.reduce((sum, { factCount }) => sum + factCount, 0),
      ...formOfAll(packs.map(({ pack }) => pack.chat)),
      ...(kept.every((pack) => pack.facts) && { facts }),
      batches: kept.flatMap((pack) =>
        packBatches(pack).map(({ facts: count, deltas }) => ({ facts: count, deltas: deltas.length })),
      ),
      parents: packs.map(({ pack }) => parentOf(pack)),
      madeBy,
      deltas: kept.flatMap(({ deltas }) => deltas),
    },
    conflicts,
    repeated,
  };
}

/** Which facts of each pack go, and why. */
interface Comparison {
  readonly removed: readonly ReadonlySet<number>[];
  readonly conflicts: readonly MergedQuestion[];
  readonly repeated: readonly MergedQuestion[];
}

const nothingCompared = (packs: readonly NamedPack[]): Comparison => ({
  removed: packs.map(() => new Set<number>()),
  conflicts: [],
  repeated: [],
});

function compared(packs: readonly NamedPack[], laterCounts: boolean): Comparison {
  const removed = packs.map(() => new Set<number>());
  const conflicts: MergedQuestion[] = [];
  const repeated: MergedQuestion[] = [];
  const counting = new Map<string, { readonly at: number; readonly asked: Asked }>();
  for (const [at, { pack, name }] of packs.entries()) {
    for (const [question, asked] of factsByQuestion(factsOf(pack, name))) {
      const earlier = counting.get(question);
      if (!earlier) {
        counting.set(question, { at, asked });
        continue;
      }
      const same = sameAnswer(earlier.asked.fact, asked.fact);
      const kept = !same && laterCounts ? 'second' : 'first';
      const out = kept === 'first' ? { at, asked } : earlier;
      for (const place of out.asked.places) removed[out.at]!.add(place);
      if (kept === 'second') counting.set(question, { at, asked });
      (same ? repeated : conflicts).push({
        first: { pack: packs[earlier.at]!.name, ...packFact(earlier.asked) },
        second: { pack: name, ...packFact(asked) },
        kept,
      });
    }
  }
  return { removed, conflicts, repeated };
}

function factsOf({ facts }: EditPack, name: string): readonly Fact[] {
  if (facts) return facts;
  throw new SettingsError({
    code: 'facts-missing',
    message: `${name} was exported without its facts: nothing tells whether it contradicts the others.`,
    hint: "Export it again with `withFacts: true`, give the run folder it was made from, or choose `conflicts: 'stack'`, which compares nothing.",
    data: { pack: name },
  });
}

function conflicting(conflicts: readonly MergedQuestion[]): EditError {
  const named = conflicts
    .slice(0, NAMED)
    .map(
      ({ first, second }) =>
        `${first.subject} → ${first.target} (#${first.number} of ${first.pack}) or ${second.target} (#${second.number} of ${second.pack})`,
    );
  const more = conflicts.length > NAMED ? `, and ${conflicts.length - NAMED} more` : '';
  return new EditError({
    code: 'packs-conflict',
    message: `The packs answer ${conflicts.length} of the same questions differently: ${named.join(', ')}${more}.`,
    hint: "Choose which answer counts: `conflicts: 'replace'` for the later pack's, `conflicts: 'keep'` for the earlier one's.",
    data: { conflicts },
  });
}

/** Settings that every pack was made with. */
function settingsOfAll([first = {}, ...others]: readonly EditPack['settings'][]): EditPack['settings'] {
  const shared = ([name, value]: [string, unknown]) =>
    others.every((settings) => JSON.stringify(settings[name]) === JSON.stringify(value));
  return Object.fromEntries(Object.entries(first).filter(shared));
}

/** The form in which the facts of every pack were asked. */
function formOfAll([first, ...others]: readonly EditPack['chat'][]): Pick<EditPack, 'chat'> {
  return first && others.every((form) => form?.text === first.text) ? { chat: first } : {};
}

function parentOf({ sha256, editor, settings, factCount, partOf, madeBy }: DecodedEditPack) {
  return {
    ...(sha256 !== undefined && { sha256 }),
    editor,
    settings,
    factCount,
    ...(partOf !== undefined && { partOf }),
    madeBy,
  };
}
