import { Command, Option } from 'commander';
import { example } from '../ui/example.js';
import { action } from '../ui/task.js';

interface Options {
  readonly format: 'pack';
  readonly out: string;
}

/** Name of the file an export as a pack writes. */
const PACK_FILE = 'edit-pack.safetensors';

export const exportCommand = (): Command =>
  new Command('export')
    .description('write the edits of a run as something to ship')
    .argument('<run>', 'run folder that `alphaedit edit` wrote')
    .addOption(
      new Option('--format <format>', 'pack: one small file, applied with --edits')
        .choices(['pack'])
        .default('pack'),
    )
    .requiredOption('--out <folder>', 'where to write it')
    .addHelpText('after', example('alphaedit export runs/first --format pack --out shipped'))
    .action(
      action<Options>(async (_task, [directory], { format, out }) => {
        const { join } = await import('node:path');
        const { makeFolder, openRun } = await import('@alphaedit/artifacts/node');
        const { encodeEditPack } = await import('@alphaedit/artifacts');
        const { writeFileAtomically } = await import('@alphaedit/safetensors/node');
        const { formatBytes } = await import('@alphaedit/engine');
        const { packRun } = await import('../work/pack-run.js');
        const run = await openRun(directory!);
        const pack = await packRun(run);
        await makeFolder(out);
        const file = join(out, PACK_FILE);
        const bytes = encodeEditPack(pack);
        await writeFileAtomically(file, bytes);
        return {
          document: { run: directory, format, file, bytes: bytes.length, facts: pack.facts.length },
          text: () => `${file} holds ${pack.facts.length} facts in ${formatBytes(bytes.length)}.`,
        };
      }),
    );
