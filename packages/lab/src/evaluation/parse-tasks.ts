import { CAPABILITY_TASKS, EXPOSURE_BUDGET, TASKS, type Task } from '@alphaedit/eval';
import { SettingsError } from '@alphaedit/spec';

/** What `--tasks` asks for. */
export interface EvalTasks {
  /** Tasks on facts; all that the facts have prompts for where undefined, none where empty. */
  readonly facts: readonly Task[] | undefined;
  /** After the prompts of which tasks the model is let write, for the forms `said` and `saidExactly`. */
  readonly said: readonly Task[];
  readonly fluency: boolean;
  readonly consistency: boolean;
  /** Text file. */
  readonly perplexity?: string;
  readonly capability: readonly { readonly id: string; readonly file: string }[];
  /** Answers an attacker may try, where it is measured how far old answers can still be had. */
  readonly exposure?: number;
  /** File of known facts; the facts' neighbours where it is `true`. */
  readonly hiddenShift?: string | true;
}

/** How tasks are written, for help and messages. */
const TASK_WORDS = [
  'facts',
  ...TASKS,
  'said[=TASK]',
  'fluency',
  'consistency',
  'perplexity=FILE',
  'hidden-shift[=FILE]',
  'exposure[=B]',
  ...CAPABILITY_TASKS.map((id) => `capability:${id}=FILE`),
];

/** On two cores what the model says to the edited prompts takes a fifth of the time again, to all prompts two thirds. */
const DEFAULT_TASKS = ['facts', 'said=efficacy'];

/**
 * `facts,fluency,perplexity=text.txt,capability:sst2=dev.tsv` as what to measure; nothing means the facts, and what is
 * said to the edited prompts.
 *
 * @throws {SettingsError} `unknown-task`, `task-needs-file`, `setting-out-of-range`
 */
export function parseTasks(list: readonly string[] | undefined): EvalTasks {
  const words = (list ?? DEFAULT_TASKS).flatMap((part) => part.split(',')).map((word) => word.trim());
  const facts = new Set<Task>();
  const capability: { id: string; file: string }[] = [];
  const said = new Set<Task>();
  let [all, fluency, consistency] = [false, false, false];
  let perplexity: string | undefined;
  let hiddenShift: string | true | undefined;
  let exposure: number | undefined;
  for (const word of words) {
    const at = word.indexOf('=');
    const [name, file] = at < 0 ? [word, undefined] : [word.slice(0, at), word.slice(at + 1)];
    const id = name.startsWith('capability:') ? name.slice('capability:'.length) : undefined;
    if (name === 'facts') all = true;
    else if (TASKS.includes(name as Task)) facts.add(name as Task);
    else if (name === 'said') for (const task of saidTasks(word, file)) said.add(task);
    else if (name === 'fluency') fluency = true;
    else if (name === 'consistency') consistency = true;
    else if (name === 'perplexity') perplexity = fileOf(word, file);
    else if (name === 'exposure') exposure = file === undefined ? EXPOSURE_BUDGET : budgetOf(word, file);
    else if (name === 'hidden-shift') hiddenShift = file || true;
    else if (id !== undefined && (CAPABILITY_TASKS as readonly string[]).includes(id))
      capability.push({ id, file: fileOf(word, file) });
    else throw unknown(word);
  }
  return {
    facts: all || (said.size > 0 && facts.size === 0) ? undefined : [...facts],
    said: [...said],
    fluency: fluency || consistency,
    consistency,
    ...(perplexity !== undefined && { perplexity }),
    capability,
    ...(hiddenShift !== undefined && { hiddenShift }),
    ...(exposure !== undefined && { exposure }),
  };
}

function fileOf(word: string, file: string | undefined): string {
  if (file) return file;
  throw new SettingsError({
    code: 'task-needs-file',
    message: `The task ${word} needs a file.`,
    hint: `Write it as ${word.replace(/=$/, '')}=FILE.`,
    data: { task: word },
  });
}

function saidTasks(word: string, task: string | undefined): readonly Task[] {
  if (task === undefined) return TASKS;
  if (TASKS.includes(task as Task)) return [task as Task];
  throw unknown(word);
}

function budgetOf(word: string, text: string): number {
  const budget = Number(text);
  if (Number.isInteger(budget) && budget >= 1) return budget;
  throw new SettingsError({
    code: 'setting-out-of-range',
    message: `The task ${word} needs a whole number from 1 on.`,
    hint: `Write exposure=${EXPOSURE_BUDGET}, or exposure alone for the same.`,
    data: { task: word },
  });
}

const unknown = (word: string) =>
  new SettingsError({
    code: 'unknown-task',
    message: word === '' ? 'A task is empty.' : `There is no task "${word}".`,
    hint: `Tasks are ${TASK_WORDS.join(', ')}.`,
    data: { task: word },
  });
