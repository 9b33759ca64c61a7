import { Command } from 'commander';
import type { DocumentOf } from '../documents/documents.js';
import { LOOPBACK } from '../http/listen.js';
import { aborted } from '../ui/aborted.js';
import { example } from '../ui/example.js';
import { collect, wholeNumber } from '../ui/parse-options.js';
import { action } from '../ui/task.js';

interface Options {
  readonly edits?: readonly string[];
  readonly port: number;
  readonly host: string;
  readonly cors?: string;
}

export const serveCommand = (): Command =>
  new Command('serve')
    .description("let other programs ask the model: a small endpoint that speaks OpenAI's API")
    .argument('<model>', 'checkpoint folder, or the id of a pulled model')
    .option(
      '--edits <run>',
      'run folder or edit pack whose edits are applied first; several are applied in order',
      collect,
    )
    .option('--port <n>', 'port; 0 for any that is free', wholeNumber(0), 8080)
    .option(
      '--host <address>',
      'address to listen on; others than the loopback interface can be reached from outside',
      LOOPBACK,
    )
    .option('--cors <origin>', 'a page that may use it from a browser, e.g. https://chat.example')
    .addHelpText(
      'after',
      `
/v1/models, /v1/chat/completions and /v1/completions. The likeliest token is taken each time unless a request has a
temperature. There is no key: whoever reaches the address may ask.
${example('alphaedit serve models/demo --edits runs/first --port 8080')}`,
    )
    .action(
      action<Options, DocumentOf<'serve'>>(async (task, [directory], { edits, port, host, cors }) => {
        const { applyEdits, assertEditsThere, openModel, openStack } = await import('@alphaedit/core/node');
        const { serveModel } = await import('../serve/serve-model.js');
        await assertEditsThere(edits);
        // Requests say themselves whether they are of a conversation.
        const model = await openModel(directory!, { ...task, chat: false });
        const { name, port: asked, engine } = model;
        if (edits) await applyEdits(asked, await openStack(asked, edits, task), task);
        const started = performance.now();
        const onError = (error: unknown) => task.log(String(error));
        const server = await serveModel({ model: asked, name, port, host, cors, onError });
        task.log(`Serving ${name} at ${server.url}v1. Ctrl-C ends it.`);
        await aborted(task.signal);
        await server.close();
        const seconds = Math.round((performance.now() - started) / 1000);
        return {
          document: { model: directory!, edits, engine: engine.id, url: `${server.url}v1`, seconds },
          text: () => `The server has ended after ${seconds} s.`,
        };
      }),
    );
