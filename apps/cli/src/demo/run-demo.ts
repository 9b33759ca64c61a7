import { join } from 'node:path';
import { collectStatistics, editFacts, openModel } from '@alphaedit/core/node';
import { evaluate, type Report } from '@alphaedit/eval';
import { readFactsFile } from '@alphaedit/eval/node';
import { generate } from '@alphaedit/model';
import { type Fact, type ModelPort, plural, questionOf } from '@alphaedit/spec';
import type { Task } from '../ui/task.js';

export interface DemoOptions {
  readonly folder: string;
  readonly out: string;
  readonly facts: number;
  readonly batch: number;
  /** Of text, for the statistics; all of it by default. */
  readonly tokens?: number;
  readonly editors: readonly string[];
}

/** A question, what the model answered before, and after each editor. */
interface Answer {
  readonly question: string;
  readonly wanted: string;
  readonly before: string;
  readonly after: Record<string, string>;
}

export interface DemoOutcome {
  readonly engine: string;
  readonly seconds: number;
  readonly before: Report;
  readonly after: Record<string, { readonly report: Report; readonly seconds: number; readonly run: string }>;
  readonly answers: readonly Answer[];
}

/** Facts shown one by one. */
const SHOWN = 4;

/** Statistics, then each editor on the same facts from the unedited model, measured before and after. */
export async function runDemo(options: DemoOptions, task: Task): Promise<DemoOutcome> {
  const { folder, out, batch, tokens, editors } = options;
  const started = performance.now();
  const { facts } = await readFactsFile(join(folder, 'facts.jsonl'), { limit: options.facts });
  const model = await openModel(folder, task);
  const { engine, port } = model;
  const questions = shownQuestions(facts);
  const asked = await answers(port, questions);
  task.log(`Engine: ${engine.description}. ${engine.reason}`);
  task.log(`\nBefore:\n${questions.map(({ prompt }, i) => `  ${prompt} →${asked[i]}`).join('\n')}\n`);
  const { signal, onProgress } = task;
  const measure = (stage: string) =>
    evaluate(port, facts, { signal, onProgress: (progress) => onProgress({ ...progress, stage }) });
  const before = await measure('measure before');
  const statistics = await collectStatistics(model, {
    ...task,
    text: join(folder, 'text.txt'),
    tokens,
    out: join(out, 'statistics'),
  });

  const after: Record<string, { report: Report; seconds: number; run: string }> = {};
  const table: Answer[] = questions.map(({ prompt, wanted }, i) => ({
    question: prompt,
    wanted,
    before: asked[i]!,
    after: {},
  }));
  for (const editor of editors) {
    const run = join(out, editor);
    task.log(`\nEditing ${plural(facts.length, 'fact')} with ${editor}, ${batch} at a time`);
    const edit = await editFacts(model, { ...task, facts, statistics, out: run, editor, batchSize: batch });
    const report = await measure(`measure ${editor}`);
    for (const [i, answer] of (await answers(port, questions)).entries()) table[i]!.after[editor] = answer;
    const seconds = edit.batches.reduce((sum, one) => sum + one.seconds, 0);
    after[editor] = { report, seconds, run };
    await edit.detach();
  }
  model.dispose();
  return { engine: engine.id, seconds: (performance.now() - started) / 1000, before, after, answers: table };
}

/** Some facts to be changed, and a neighbour of each that must stay. */
function shownQuestions(facts: readonly Fact[]): { prompt: string; wanted: string }[] {
  const step = Math.max(1, Math.floor(facts.length / SHOWN));
  const chosen = facts.filter((_, f) => f % step === 0).slice(0, SHOWN);
  return chosen.flatMap((fact) => {
    const { target, truth, neighbors } = fact;
    const neighbor = neighbors?.[0];
    const change = { prompt: questionOf(fact), wanted: target };
    return neighbor
      ? [change, { prompt: neighbor.prompt, wanted: neighbor.answer ?? truth ?? '' }]
      : [change];
  });
}

/** The next words of each prompt: up to the end of the answer's sentence. */
async function answers(model: ModelPort, questions: readonly { prompt: string }[]): Promise<string[]> {
  const rows = questions.map(({ prompt }) => model.tokenizer.encode(prompt));
  const ids = await generate(model, rows, { maxNewTokens: 8 });
  return ids.map((row) =>
    model.tokenizer
      .decode(row)
      .split(/[.\n,;<]/, 1)[0]!
      .trimEnd(),
  );
}
