import { createInterface } from 'node:readline';
import type { Reply, ReplyOptions } from '@alphaedit/core';
import { SettingsError } from '@alphaedit/spec';
import { Command } from 'commander';
import type { DocumentOf } from '../documents/documents.js';
import { example } from '../ui/example.js';
import { collect, positiveNumber, wholeNumber } from '../ui/parse-options.js';
import { printable, style } from '../ui/printable.js';
import { action, type Task } from '../ui/task.js';

interface Options {
  readonly edits?: readonly string[];
  readonly compare?: boolean;
  readonly tokens?: number;
  readonly temperature?: number;
  readonly topP?: number;
  readonly seed?: number;
}

/** New tokens at most: of an answer, and of a plain text that is continued, which has no end of its own. */
const TOKENS = { chat: 512, plain: 40 };

export const chatCommand = (): Command =>
  new Command('chat')
    .description('ask a model, edited or not, in the terminal: a question per line')
    .argument('<model>', 'checkpoint folder, or the id of a pulled model')
    .option(
      '--edits <run>',
      'run folder or edit pack whose edits are applied; several are applied in order',
      collect,
    )
    .option('--compare', 'answer every question twice, without the edits and with them')
    .option(
      '--tokens <n>',
      `new tokens at most; ${TOKENS.chat} in a conversation, ${TOKENS.plain} otherwise`,
      wholeNumber(1),
    )
    .option('--temperature <t>', 'sample; the likeliest token each time by default', positiveNumber())
    .option(
      '--top-p <p>',
      'sample among the likeliest tokens that have this share of the probability',
      positiveNumber(),
    )
    .option('--seed <n>', 'seed of the sampling (0 by default)', wholeNumber(0))
    .addHelpText(
      'after',
      `
A chat model is told what was said before; the line /new begins a new conversation. A model without a chat template
continues each line by itself. Answers go to stdout as they are written.
${example(
  'alphaedit chat models/demo --edits runs/first --compare',
  'echo "The mother tongue of Danielle Darrieux is" | alphaedit chat models/demo --edits runs/first',
)}`,
    )
    .action(
      action<Options, DocumentOf<'chat'>>(async (task, [directory], options) => {
        const { edits, compare = false } = options;
        if (compare && edits === undefined) throw nothingToCompare();
        const { applyEdits, assertEditsThere, deltasOf, inFormOfEdits, openModel, openStack } = await import(
          '@alphaedit/core/node'
        );
        const { Conversation } = await import('../chat/conversation.js');
        await assertEditsThere(edits);
        const model = await openModel(directory!, await inFormOfEdits(edits, task));
        const { port, engine } = model;
        const chat = port.tokenizer.chatForm !== undefined;
        const stack = edits ? await openStack(port, edits, task) : [];
        // Laid over the model where it is asked without them, too; in its weights otherwise, which is faster.
        const deltas = compare ? await deltasOf(stack) : [];
        if (!compare) await applyEdits(port, stack, task);
        const how: ReplyOptions = {
          tokens: options.tokens ?? (chat ? TOKENS.chat : TOKENS.plain),
          temperature: options.temperature ?? (options.topP === undefined ? 0 : 1),
          topP: options.topP,
          seed: options.seed,
          signal: task.signal,
        };
        const [unedited, edited] = [new Conversation(port), new Conversation(port)];
        const turns: DocumentOf<'chat'>['turns'][number][] = [];
        for await (const question of questions(task)) {
          if (question === '/new') {
            unedited.begin();
            edited.begin();
            continue;
          }
          const before = compare
            ? await told('before', task, (onText) => unedited.ask(question, { ...how, onText }))
            : undefined;
          const answer = await told(compare ? 'after' : undefined, task, (onText) =>
            port.withDelta(deltas, () => edited.ask(question, { ...how, onText })),
          );
          turns.push({ question, ...(before && { before: answerOf(before) }), answer: answerOf(answer) });
        }
        return {
          document: { model: directory!, edits, engine: engine.id, chat, turns },
          text: () => '',
        };
      }),
    );

const answerOf = ({ text, finish }: Reply) => ({ text, finish });

/** Lines of standard input, blank ones left out, until it ends or the work is interrupted. */
async function* questions({ signal, quiet }: Task): AsyncGenerator<string> {
  // Not as a terminal: Ctrl-C is to reach this process as in every other command.
  const lines = createInterface({ input: process.stdin, terminal: false });
  const end = () => lines.close();
  signal.addEventListener('abort', end, { once: true });
  const ready = () => {
    if (process.stdin.isTTY && !quiet) process.stderr.write('> ');
  };
  try {
    ready();
    for await (const line of lines) {
      const question = line.trim();
      if (question !== '') yield question;
      if (signal.aborted) return;
      ready();
    }
  } finally {
    signal.removeEventListener('abort', end);
    end();
  }
}

/** Writes a reply to stdout as it comes, under its name; with `--json` it is only returned. */
async function told(
  name: string | undefined,
  { json }: Task,
  ask: (onText: (piece: string) => void) => Promise<Reply>,
): Promise<Reply> {
  if (json) return ask(() => undefined);
  if (name !== undefined) process.stdout.write(printable(style.dim(`${name.padEnd(6)} │ `)));
  const reply = await ask((piece) => process.stdout.write(printable(piece)));
  process.stdout.write('\n');
  return reply;
}

const nothingToCompare = () =>
  new SettingsError({
    code: 'options-conflict',
    message: '--compare needs --edits.',
    hint: 'Give the run folder or edit pack whose answers are to stand beside those of the model.',
  });
