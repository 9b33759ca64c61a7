import { openRun, readRunFacts, supersededFacts } from '@alphaedit/artifacts/node';
import { type Fact, type ModelPort, questionKey, sameAnswer, type Warning } from '@alphaedit/spec';
import { type CoreWork, warnAll } from '../../work.js';
import { type Edits, openEdits } from './apply-edits.js';
import { packFile } from './read-pack.js';

/** Overlapping facts named one by one in a warning. */
const NAMED = 5;

/**
 * Opens edits that are applied one after the other. Each has to be made from this very model, not from the model with the
 * others on it. Where two of them ask the same question, their changes add up to neither's: the warning `edits-overlap`
 * names the facts, and `edits-unknown` the packs that do not say what they ask.
 *
 * @param paths run folders and edit packs, in the order they are applied
 * @throws as `openEdits`
 */
export async function openStack(
  model: ModelPort,
  paths: readonly string[],
  work: CoreWork = {},
): Promise<readonly Edits[]> {
  const stack: Edits[] = [];
  for (const path of paths) stack.push(await openEdits(model, path, work));
  if (stack.length < 2) return stack;
  const facts = await Promise.all(stack.map(factsOf));
  warnAll(work, overlapWarnings(facts, paths));
  return stack;
}

/**
 * Whether edits are there to be opened, without the model they belong to: so that a wrong path is told before a model is
 * loaded. A pack is not read.
 *
 * @throws {EditError} `no-run`, `run-broken`
 */
export async function assertEditsThere(paths: readonly string[] = []): Promise<void> {
  for (const path of paths) if (packFile(path) === undefined) await openRun(path);
}

/** The facts of some edits that are applied; nothing where a pack does not hold them. */
async function factsOf(edits: Edits): Promise<readonly Fact[] | undefined> {
  if ('pack' in edits) return edits.pack.facts;
  const { batches, undone } = edits.run;
  const superseded = await supersededFacts(edits.run);
  const edited = (await readRunFacts(edits.run)).slice(0, batches.at(-1)?.to ?? 0);
  return edited.filter((_, i) => !undone.has(i) && !superseded.has(i));
}

function overlapWarnings(
  stack: readonly (readonly Fact[] | undefined)[],
  paths: readonly string[],
): Warning[] {
  const unknown = paths.filter((_, i) => stack[i] === undefined);
  const asked = new Map<string, { readonly at: number; readonly fact: Fact }>();
  const overlaps: string[] = [];
  for (const [at, facts] of stack.entries()) {
    for (const fact of facts ?? []) {
      const question = questionKey(fact);
      const earlier = asked.get(question);
      if (earlier && earlier.at !== at) {
        const both = sameAnswer(earlier.fact, fact)
          ? ''
          : `, in ${paths[earlier.at]} → ${earlier.fact.target}`;
        overlaps.push(`${fact.subject} → ${fact.target}${both}`);
      }
      asked.set(question, { at, fact });
    }
  }
  const more = overlaps.length > NAMED ? `, and ${overlaps.length - NAMED} more` : '';
  return [
    ...(overlaps.length > 0
      ? [
          {
            code: 'edits-overlap',
            message: `${overlaps.length} ${overlaps.length === 1 ? 'question is' : 'questions are'} asked by more than one of the edits, so that their changes add up to neither: ${overlaps.slice(0, NAMED).join('; ')}${more}. \`mergeEdits\` leaves one of them out.`,
            data: { facts: overlaps },
          },
        ]
      : []),
    ...(unknown.length > 0
      ? [
          {
            code: 'edits-unknown',
            message: `Without their facts, nothing tells whether ${unknown.join(', ')} ask${unknown.length === 1 ? 's' : ''} what others of the edits ask.`,
            data: { edits: unknown },
          },
        ]
      : []),
  ];
}
