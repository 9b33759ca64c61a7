import { Command } from 'commander';
import type { DocumentOf } from '../documents/documents.js';
import { aborted } from '../ui/aborted.js';
import { example } from '../ui/example.js';
import { wholeNumber } from '../ui/parse-options.js';
import { action } from '../ui/task.js';

interface Options {
  readonly port: number;
}

export const playgroundCommand = (): Command =>
  new Command('playground')
    .description('edit a model in your browser: serves the page and the model on this machine only')
    .argument('[model]', 'checkpoint folder, or the id of a pulled model; the model that ships if left out')
    .option('--port <n>', 'port on 127.0.0.1; 0 for any that is free', wholeNumber(0), 0)
    .addHelpText('after', example('alphaedit playground', 'alphaedit playground ./my-model --port 8080'))
    .action(
      action<Options, DocumentOf<'playground'>>(async (task, [given], { port }) => {
        const { openCheckpoint } = await import('@alphaedit/model/node');
        const { demoFolder } = await import('../demo/demo-folder.js');
        const { pageFolder } = await import('../playground/page-folder.js');
        const { servePlayground } = await import('../playground/serve-playground.js');
        // What is no checkpoint is refused here, before a browser is opened on it.
        const checkpoint = await openCheckpoint(given ?? demoFolder());
        const { directory, files: weights } = checkpoint;
        await checkpoint.close();
        const started = performance.now();
        const server = await servePlayground({ page: pageFolder(), model: directory!, weights, port });
        task.log(`Open ${server.url} in your browser. Ctrl-C ends it.`);
        await aborted(task.signal);
        await server.close();
        const seconds = Math.round((performance.now() - started) / 1000);
        return {
          document: { url: server.url, model: directory!, seconds },
          text: () => `The playground has ended after ${seconds} s.`,
        };
      }),
    );
