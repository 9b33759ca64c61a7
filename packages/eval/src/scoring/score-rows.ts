import type { ModelPort, Work } from '@alphaedit/spec';
import { DatasetError, SettingsError, throwIfAborted } from '@alphaedit/spec';
import type { AskedRow } from './answer-row.js';
import { batchByLength } from './batch-by-length.js';
import { type Ask, predictCells } from './predict-cells.js';
import { predictGrouped } from './predict-grouped.js';
import type { Predictions } from './predict-tokens.js';
import { type PrefixGroup, prefixGroups } from './prefix-groups.js';
import { sharePrefixes } from './share-prefixes.js';

/** How answers are scored: in which batches, with which progress. */
export interface ScoreOptions extends Work {
  /** Most tokens in one forward pass, padding counted; 1024 by default. One long row may exceed it. */
  readonly batchTokens?: number;
  /** Whether the rank of each token is given; costs a comparison with every token of the vocabulary. */
  readonly ranks?: boolean;
}

/** What a model makes of the tokens asked for in one row, in their order. */
export interface TokenScores {
  /** −log p of each token given those before it, natural logarithm. */
  readonly nll: readonly number[];
  /** Whether each token is the most likely one at its place. */
  readonly correct: readonly boolean[];
  /** Place of each token by likelihood, 1 for the likeliest, where ranks are asked for. */
  readonly rank?: readonly number[];
}

/**
 * −log p(target | tokens before it) of every token asked for.
 *
 * Rows that are the beginning of another row ride along with it; rows that begin alike share one pass over the
 * beginning and its attention state; all run right-padded in batches of similar length. Logits are computed
 * only where a token is asked for. No tensor is left behind.
 *
 * @throws {DatasetError} `prompt-too-long`
 * @throws {AbortedError} between two batches
 */
export async function scoreRows(
  model: ModelPort,
  asked: readonly AskedRow[],
  { batchTokens = 1024, ranks, signal, onProgress }: ScoreOptions = {},
): Promise<TokenScores[]> {
  if (!(batchTokens >= 1)) throw badBudget(batchTokens);
  for (const row of asked) checkLength(model, row);
  const { rows, home } = sharePrefixes(asked.map(({ ids }) => ids));
  const askedOf = rows.map((): number[] => []);
  for (const [i, row] of home.entries()) askedOf[row]!.push(i);

  const scores = new Array<TokenScores>(asked.length);
  let done = 0;
  for (const batch of batchesOf(rows, batchTokens)) {
    throwIfAborted(signal, 'measuring the model');
    const members = batch.flatMap((group) => group.members);
    const asks = members.flatMap((row) =>
      askedOf[row]!.flatMap((i) =>
        asked[i]!.targets.map((token, j) => ({ row, at: asked[i]!.first + j, token })),
      ),
    );
    const { nll, best, above } = await predict(model, rows, batch, asks, ranks);
    let next = 0;
    for (const i of members.flatMap((row) => askedOf[row]!)) {
      const { targets } = asked[i]!;
      scores[i] = {
        nll: targets.map((_, j) => nll[next + j]!),
        correct: targets.map((token, j) => best[next + j] === token),
        ...(above && { rank: targets.map((_, j) => 1 + above[next + j]!) }),
      };
      next += targets.length;
    }
    done += members.length;
    onProgress?.({ stage: 'measure', done, total: rows.length, unit: 'prompts' });
    // Lets signals and timers through: an engine that computes synchronously never does.
    await new Promise((resolve) => setTimeout(resolve));
  }
  return scores;
}

type Rows = readonly (readonly number[])[];

/** Groups of one kind, with and without a common beginning, of similar size in each batch. */
function batchesOf(rows: Rows, batchTokens: number): PrefixGroup[][] {
  const groups = prefixGroups(rows);
  // What a group takes of the grids: its beginning, and an end for each member.
  const size = ({ prefix, members }: PrefixGroup) => {
    const longest = Math.max(...members.map((row) => rows[row]!.length));
    return prefix === 0 ? longest : prefix + members.length * (longest - prefix);
  };
  return [groups.filter(({ prefix }) => prefix > 0), groups.filter(({ prefix }) => prefix === 0)].flatMap(
    (kind) => batchByLength(kind.map(size), batchTokens).map((batch) => batch.map((i) => kind[i]!)),
  );
}

function predict(
  model: ModelPort,
  rows: Rows,
  batch: readonly PrefixGroup[],
  asks: readonly Ask[],
  ranks?: boolean,
): Promise<Predictions> {
  if (batch[0]!.prefix === 0) {
    const chosen = batch.map(({ members }) => members[0]!);
    const placeOf = new Map(chosen.map((row, place) => [row, place]));
    return predictCells(
      model,
      chosen.map((row) => rows[row]!),
      asks.map((ask) => ({ ...ask, row: placeOf.get(ask.row)! })),
      ranks,
    );
  }
  const shared = batch.map(({ prefix, members }) => ({
    prefix: rows[members[0]!]!.slice(0, prefix),
    ends: members.map((row) => ({ row, ids: rows[row]!.slice(prefix) })),
  }));
  return predictGrouped(model, shared, asks, ranks);
}

function checkLength(model: ModelPort, { ids }: AskedRow): void {
  const { contextLength } = model.info;
  if (ids.length <= contextLength) return;
  const begin = model.tokenizer.decode(ids.slice(0, 12));
  throw new DatasetError({
    code: 'prompt-too-long',
    message: `The prompt that begins ${JSON.stringify(begin)} has ${ids.length} tokens; the model reads ${contextLength}.`,
    hint: 'Shorten the prompt.',
    data: { tokens: ids.length, contextLength },
  });
}

function badBudget(batchTokens: number): SettingsError {
  return new SettingsError({
    code: 'setting-out-of-range',
    message: `batchTokens is ${batchTokens}; it must be at least 1.`,
    hint: 'Leave it out, or give the number of tokens that fit into one forward pass.',
    data: { batchTokens },
  });
}
