import { assertPackOf, decodeEditPack, encodeEditPack } from '@alphaedit/artifacts';
import { type EditInBatchesRequest, editInBatches } from '@alphaedit/core';
import { checkedFact, editorById, editors, settingsFor } from '@alphaedit/editors';
import type { Engine } from '@alphaedit/engine';
import { readFacts } from '@alphaedit/eval';
import { createPortableLinearAlgebra, frobeniusNorm } from '@alphaedit/linalg';
import {
  type CheckpointFile,
  contextTemplates,
  loadTransformer,
  openCheckpointFiles,
} from '@alphaedit/model';
import type {
  EditorState,
  EditPlan,
  EditSettings,
  Fact,
  ModelPort,
  WeightDelta,
  Work,
} from '@alphaedit/spec';
import { AbortedError, EditError, throwIfAborted } from '@alphaedit/spec';
import type {
  AskResult,
  EditorOutcome,
  EditRequest,
  EditResult,
  KeptEdit,
  OpenModel,
  OpenRequest,
  TokenView,
  TraceResult,
} from '../protocol.js';
import { answers } from './answers.js';
import { type Collected, collectStatistics, makeProjectors } from './collect-statistics.js';
import { compareQuestions, questionsOf } from './compare-questions.js';
import { type Corpus, corpus } from './corpus.js';
import { download } from './download.js';
import type { FollowedWork } from './followed-work.js';
import { pickFiles } from './pick-files.js';
import { startEngine } from './start-engine.js';
import { tokenView } from './token-view.js';
import { trace } from './trace.js';

const EXAMPLES = 24;
/** Bytes of weights from which on they are kept as stored: WebAssembly's memory ends at 4 GiB. */
const LARGE_WEIGHTS = 2 ** 30;

/** An edit lying over the model: it is taken off by dropping it. */
interface Edit extends KeptEdit {
  readonly deltas: readonly WeightDelta[];
  /** What a later edit of the same editor goes on from. */
  readonly state: EditorState | undefined;
}

interface Opened {
  readonly name: string;
  readonly files: readonly CheckpointFile[];
  readonly model: ModelPort;
  readonly settings: EditSettings;
  readonly corpus: Corpus;
  edits: readonly Edit[];
  templates: Promise<string[]> | undefined;
  collected: { readonly layers: readonly number[]; readonly result: Promise<Collected> } | undefined;
}

/**
 * One model, its statistics and the edits lying over it. No weight is ever written: the model with its edits
 * is the model with their deltas added while it runs, so that the unedited one can be asked at any time.
 */
export class Session {
  readonly #linalg = createPortableLinearAlgebra();
  #engine: Engine | undefined;
  #opened: Opened | undefined;
  #queue: Promise<unknown> = Promise.resolve();
  /** Stops what runs in the background for the model that is open. */
  #background = new AbortController();
  #onBackground: Work['onProgress'];

  async open({ source, engine, wasmUrl }: OpenRequest, work: FollowedWork): Promise<OpenModel> {
    this.#background.abort();
    return this.#exclusive(async () => {
      this.#opened?.model.dispose();
      this.#opened = undefined;
      this.#engine ??= await startEngine(engine, wasmUrl);
      const { name, files } =
        source.kind === 'url'
          ? await download(source.url, work)
          : { name: source.name, files: pickFiles(source.files) };
      const { config, tensors, tokenizer, files: weightFiles } = await openCheckpointFiles(files);
      const bytes = files.reduce((sum, file) => sum + (weightFiles.includes(file.name) ? file.size : 0), 0);
      // 16-bit weights would be twice as many bytes in float32.
      const weights = bytes > LARGE_WEIGHTS ? 'stored' : 'float32';
      const model = await loadTransformer({
        ...work,
        config,
        tensors,
        weights,
        tokenizer: await tokenizer(),
      });
      try {
        const settings = await readSettings(files, model);
        const examples = await readExamples(files);
        this.#background = new AbortController();
        const text = await corpus(files, model, { signal: this.#background.signal });
        this.#opened = {
          name,
          files,
          model,
          settings,
          corpus: text,
          edits: [],
          templates: undefined,
          collected: undefined,
        };
        const { architecture, blocks, hiddenSize, parameters, contextLength } = model.info;
        const { id, description, reason, warnings } = this.#engine;
        return {
          name,
          ...{ architecture, blocks, hiddenSize, parameters, contextLength },
          engine: { id, description, reason },
          settings,
          examples,
          text: text.from,
          warnings: [...warnings, ...(model.warnings ?? []), ...text.warnings],
          editors: editors.map(({ id }) => id),
        };
      } catch (error) {
        model.dispose();
        throw error;
      }
    });
  }

  async statistics(work: FollowedWork): Promise<{ tokens: number }> {
    const { tokens } = await this.#statistics('alphaedit', this.#require().settings, work);
    return { tokens };
  }

  async tokens({ prompt, subject }: { prompt: string; subject: string }): Promise<TokenView> {
    return tokenView(this.#require().model.tokenizer, prompt, subject);
  }

  trace(question: { prompt: string; subject: string }, work: FollowedWork): Promise<TraceResult> {
    return this.#exclusive(() => trace(this.#require().model, question, work));
  }

  ask({ prompt }: { prompt: string }, work: FollowedWork): Promise<AskResult> {
    return this.#exclusive(async () => {
      const opened = this.#require();
      const [before] = await answers(opened.model, [prompt], work);
      if (opened.edits.length === 0) return { prompt, before: before! };
      const [after] = await opened.model.withDelta(deltasOf(opened.edits), () =>
        answers(opened.model, [prompt], work),
      );
      return { prompt, before: before!, after: after! };
    });
  }

  async edit(request: EditRequest, work: FollowedWork): Promise<EditResult> {
    const { editor, compare, settings } = request;
    const fact = checkedFact(request.fact);
    // Collected outside the queue: questions are answered meanwhile.
    const { statistics } = await this.#statistics(editor, settings, work);
    if (compare) await this.#statistics(compare, settings, work);
    return this.#exclusive(async () => {
      const opened = this.#require();
      const { model, edits } = opened;
      const earlier = deltasOf(edits);
      opened.templates ??= contextTemplates(model, { seed: 0 });
      const templates = await opened.templates;
      const questions = questionsOf(fact);
      const prompts = questions.map(({ prompt }) => prompt);
      const ask = (deltas: readonly WeightDelta[]) =>
        model.withDelta(deltas, () => answers(model, prompts, { signal: work.signal }));
      const run = async (id: string, report: boolean) => {
        const request: EditInBatchesRequest = {
          signal: work.signal,
          onProgress: (progress) =>
            work.onProgress(report ? progress : { ...progress, stage: 'compare', figures: undefined }),
          progress: 'stages',
          model,
          facts: [fact],
          batchSize: 1,
          settings,
          templates,
          linalg: this.#linalg,
          statistics,
          state: edits.findLast((edit) => edit.editor === id)?.state,
          apply: 'overlay',
          overlay: earlier,
        };
        const { value: batch } = await editInBatches(editorById(id), request).next();
        const { plan, state, seconds } = batch!;
        return { plan, state, outcome: await outcomeOf(model, plan, seconds) };
      };
      const main = await run(editor, true);
      const other = compare === undefined ? undefined : await run(compare, false);
      work.onProgress({ stage: 'ask', done: 0, total: 1, unit: 'questions' });
      const before = await ask(earlier);
      const after = await ask([...earlier, ...main.plan.deltas]);
      const second = other && (await ask([...earlier, ...other.plan.deltas]));
      throwIfAborted(work.signal, 'editing');
      opened.edits = [
        ...edits,
        {
          editor,
          factCount: 1,
          facts: [fact],
          deltas: main.plan.deltas,
          state: main.state,
        },
      ];
      return {
        fact,
        outcome: main.outcome,
        other: other?.outcome,
        questions: compareQuestions(fact, questions, before, after, second),
        edits: kept(opened),
      };
    });
  }

  undo(): Promise<readonly KeptEdit[]> {
    return this.#exclusive(async () => {
      const opened = this.#require();
      opened.edits = opened.edits.slice(0, -1);
      return kept(opened);
    });
  }

  /** The facts go with it only where they are wanted, and all of them are known. */
  pack({ withFacts }: { withFacts: boolean }): Promise<Uint8Array<ArrayBuffer>> {
    return this.#exclusive(async () => {
      const { name, model, settings, edits } = this.#require();
      const known = edits.flatMap(({ facts = [] }) => facts);
      const factCount = edits.reduce((sum, edit) => sum + edit.factCount, 0);
      const bytes = encodeEditPack({
        model: { name, hash: await model.contentHash() },
        editor: [...new Set(edits.map(({ editor }) => editor))].join(', '),
        settings: { ...settings },
        factCount,
        ...(withFacts && known.length === factCount && { facts: known }),
        madeBy: 'alphaedit playground',
        deltas: deltasOf(edits),
      });
      return Uint8Array.from(bytes);
    });
  }

  async openPack(
    { name, bytes }: { name: string; bytes: Uint8Array },
    work: FollowedWork,
  ): Promise<readonly KeptEdit[]> {
    const pack = decodeEditPack(bytes, name);
    // The statistics are those of the unedited model.
    await this.#moments(this.#require().settings.layers, work);
    return this.#exclusive(async () => {
      const opened = this.#require();
      assertPackOf(pack, { hash: await opened.model.contentHash() }, name);
      // Refuses deltas that do not fit before any question does.
      await opened.model.withDelta(pack.deltas, () => undefined);
      const { editor, factCount, facts, deltas } = pack;
      opened.edits = [
        ...opened.edits,
        { editor, factCount, ...(facts && { facts }), deltas, state: undefined },
      ];
      return kept(opened);
    });
  }

  #require(): Opened {
    if (this.#opened) return this.#opened;
    throw new EditError({
      code: 'no-model',
      message: 'No model is open.',
      hint: 'Wait until the model is loaded, or choose one.',
    });
  }

  /** One at a time: edits lie over the model while it runs. */
  #exclusive<T>(work: () => Promise<T>): Promise<T> {
    const next = this.#queue.then(work, work);
    this.#queue = next.catch(() => undefined);
    return next;
  }

  /** What an editor asks for, ready before its turn comes: questions are answered meanwhile. */
  async #statistics(editor: string, settings: EditSettings, work: FollowedWork): Promise<Collected> {
    const collected = await this.#moments(settings.layers, work);
    if (editorById(editor).requires.includes('projector')) {
      await orAborted(makeProjectors(collected.statistics, settings, work), work.signal);
    }
    return collected;
  }

  /**
   * Second moments of these layers, collected once. Whoever waits may stop waiting; the collection goes on
   * until another model is opened.
   */
  #moments(layers: readonly number[], { signal, onProgress }: FollowedWork): Promise<Collected> {
    const opened = this.#require();
    this.#onBackground = onProgress;
    const held = opened.collected;
    if (!held || !layers.every((layer) => held.layers.includes(layer))) {
      const collect = () =>
        collectStatistics(opened.model, opened.corpus.documents(), layers, this.#linalg, {
          signal: this.#background.signal,
          onProgress: (progress) => this.#onBackground?.(progress),
        });
      // They are those of the unedited model: with edits about, no question may run in between.
      const result = opened.edits.length === 0 ? collect() : this.#exclusive(collect);
      opened.collected = { layers, result };
      result.catch(() => {
        opened.collected = undefined;
      });
    }
    return orAborted(opened.collected!.result, signal);
  }
}

const deltasOf = (edits: readonly Edit[]) => edits.flatMap(({ deltas }) => deltas);

const kept = ({ edits }: Opened): readonly KeptEdit[] =>
  edits.map(({ editor, factCount, facts }) => ({ editor, factCount, ...(facts && { facts }) }));

function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(new AbortedError('waiting for the statistics', signal.reason));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject);
  });
}

async function readSettings(files: readonly CheckpointFile[], model: ModelPort): Promise<EditSettings> {
  const settings = settingsFor(model.info);
  const file = files.find(({ name }) => name === 'settings.json');
  if (!file) return settings;
  const given = JSON.parse(new TextDecoder().decode(await file.read(0, file.size))) as Partial<EditSettings>;
  return { ...settings, ...given };
}

async function readExamples(files: readonly CheckpointFile[]): Promise<readonly Fact[]> {
  const file = files.find(({ name }) => name === 'facts.jsonl');
  if (!file) return [];
  const text = new TextDecoder().decode(await file.read(0, file.size));
  return (await readFacts(text, { file: file.name, limit: EXAMPLES, onBadRecord: 'skip' })).facts;
}

async function outcomeOf(model: ModelPort, plan: EditPlan, seconds: number): Promise<EditorOutcome> {
  const change: Record<number, number> = {};
  for (const [layer, norm] of Object.entries(plan.diagnostics.deltaNorm)) {
    const weight = await model.readWeight(model.info.editable[Number(layer)]!.name);
    change[Number(layer)] = norm / frobeniusNorm(weight);
  }
  return {
    editor: plan.editor,
    seconds,
    change,
    warnings: plan.warnings,
  };
}
