import { statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileSize, makeFolder, withLock, writeFileAtomically } from '@alphaedit/files';
import { openByteFile } from '@alphaedit/safetensors/node';
import { CheckpointError, OutputError, type Warning, type Work } from '@alphaedit/spec';
import type { CheckpointFile } from '../checkpoint-file.js';
import type { ConfigPolicy } from '../config/unread-fields.js';
import { readJson } from '../read-json.js';
import { readShape } from '../read-shape.js';
import { shardNames, WEIGHT_INDEX, WEIGHTS } from '../weight-files.js';
import { type Download, downloadFile } from './download-file.js';
import { HubConnection, type HubConnectionOptions } from './hub-connection.js';
import { commitFolder, defaultCacheFolder, PULL_MANIFEST, revisionFile } from './model-cache.js';
import { type ModelId, requireModelId } from './model-id.js';
import { type Repository, type RepositoryFile, readRepository } from './repository.js';

/** Which checkpoint to fetch, from where and to where. */
export interface PullOptions extends Work, HubConnectionOptions, ConfigPolicy {
  /** `owner/name` or `name`, with a branch, tag or commit after `@`. */
  readonly model: string;
  /** Folder that pulled models lie in; `ALPHAEDIT_CACHE`, else the user's cache folder. */
  readonly cache?: string;
}

/** A checkpoint that was fetched: where it is, and which version. */
export interface PulledModel {
  readonly id: string;
  readonly revision: string;
  readonly commit: string;
  /** The checkpoint folder. */
  readonly directory: string;
  readonly files: readonly Download[];
  readonly warnings: readonly Warning[];
}

/**
 * Fetches what a model needs to run from a hub or a mirror: config, tokenizer and safetensors weights, and
 * nothing else; pickled weights never. A family that cannot be run is refused before its weights are fetched.
 * Interrupted, the same call goes on where it stopped; every file is compared with the hub's checksum.
 *
 * @throws {CheckpointError} `model-id`, `hub-unauthorized`, `hub-not-found`, `hub-unreachable`, `hub-response`,
 * `hub-no-safetensors`, `download-corrupt`, and those of `readShape`
 * @throws {OutputError} `disk-full`, `output-unwritable`, `output-failed`, `lock-lost`, and `output-locked` while another
 * process pulls the same version; the model itself is read without a lock
 */
export async function pullModel(options: PullOptions): Promise<PulledModel> {
  const model = requireModelId(options.model);
  const cache = options.cache ?? defaultCacheFolder();
  const hub = new HubConnection(options);
  const { commit, files } = await readRepository(hub, model);
  const directory = commitFolder(cache, model, commit);
  await makeFolder(directory);
  const pull = () => pullFiles({ ...options, cache, directory, model, commit, files, hub });
  return withLock(directory, pull, { purpose: `a pull of ${model.id}` });
}

/** What a tokenizer and generation are told beside, where a model has it. */
const OPTIONAL = [
  'tokenizer_config.json',
  'generation_config.json',
  'chat_template.jinja',
  'chat_template.json',
];

interface Pull extends Omit<PullOptions, 'model'>, Repository {
  readonly model: ModelId;
  readonly cache: string;
  readonly directory: string;
  readonly hub: HubConnection;
}

async function pullFiles({
  model,
  cache,
  directory,
  commit,
  files,
  hub,
  ...options
}: Pull): Promise<PulledModel> {
  const downloads: Download[] = [];
  const fetchAll = async (wanted: readonly RepositoryFile[], work: Work = {}) => {
    const report = byteProgress(wanted, work);
    for (const file of wanted) {
      const path = `/${model.id}/resolve/${commit}/${file.name}`;
      downloads.push(await downloadFile(hub, path, directory, file, report(file)));
    }
  };
  const need = (name: string): RepositoryFile => {
    const file = files.get(name);
    if (file) return file;
    throw new CheckpointError({
      code: 'hub-not-found',
      message: `${model.id} has no ${name}.`,
      hint: 'Choose a checkpoint in Hugging Face form with its fast tokenizer.',
      data: { model: model.id, revision: model.revision, file: name },
    });
  };
  const optional = OPTIONAL.flatMap((name) => files.get(name) ?? []);
  await fetchAll([need('config.json'), need('tokenizer.json'), ...optional]);
  const config = await reading('config.json', (file) =>
    readJson(file, CheckpointError, 'Pull the model again.'),
  );
  const file = `config.json of ${model.id}`;
  const { warnings: noticed } = readShape(config, () => true, { ...options, file });

  const weights = await weightFiles();
  await enoughSpace(directory, weights);
  await fetchAll(weights, options);

  const manifest = { ...model, commit, endpoint: hub.endpoint, files: downloads.map(({ name }) => name) };
  await writeFileAtomically(join(directory, PULL_MANIFEST), `${JSON.stringify(manifest, undefined, 2)}\n`);
  const revision = revisionFile(cache, model);
  await makeFolder(dirname(revision));
  await writeFileAtomically(revision, `${commit}\n`);
  const unchecked = downloads.filter(({ checked }) => !checked).map(({ name }) => name);
  const warnings: Warning[] = unchecked.length
    ? [
        {
          code: 'download-unchecked',
          message: `The hub gives no checksum for ${unchecked.join(', ')}.`,
          data: { files: unchecked },
        },
      ]
    : [];
  return { ...model, commit, directory, files: downloads, warnings: [...noticed, ...warnings] };

  async function reading<T>(name: string, read: (file: CheckpointFile) => Promise<T>): Promise<T> {
    const path = join(directory, name);
    const file = await openByteFile(path);
    try {
      return await read({ ...file, name, path });
    } finally {
      await file.close();
    }
  }

  async function weightFiles(): Promise<RepositoryFile[]> {
    const whole = files.get(WEIGHTS);
    if (whole) return [whole];
    const index = files.get(WEIGHT_INDEX);
    if (!index) {
      throw new CheckpointError({
        code: 'hub-no-safetensors',
        message: `${model.id} has no safetensors weights.`,
        hint: 'Pickled weights are never read: choose a revision or a copy converted to safetensors.',
        data: { model: model.id, revision: model.revision, files: [...files.keys()] },
      });
    }
    await fetchAll([index]);
    return (await reading(WEIGHT_INDEX, shardNames)).map(need);
  }
}

/** Bytes over all files as one count. The small files before the weights are not worth a bar. */
function byteProgress(files: readonly RepositoryFile[], { onProgress }: Work) {
  const total = files.reduce((sum, { size = 0 }) => sum + size, 0);
  let done = 0;
  return ({ name }: RepositoryFile) => {
    let before = 0;
    return (bytes: number) => {
      done += bytes - before;
      before = bytes;
      onProgress?.({ stage: 'pull', done, total: Math.max(total, done), unit: 'bytes', detail: name });
    };
  };
}

async function enoughSpace(directory: string, files: readonly RepositoryFile[]): Promise<void> {
  let missing = 0;
  for (const { name, size = 0 } of files) {
    const path = join(directory, name);
    if ((await fileSize(path)) === size) continue;
    missing += Math.max(0, size - ((await fileSize(`${path}.part`)) ?? 0));
  }
  const { bavail, bsize } = await statfs(directory);
  if (missing <= bavail * bsize) return;
  throw new OutputError({
    code: 'disk-full',
    message: `${missing} bytes are still to come, ${directory} has room for ${bavail * bsize}.`,
    hint: 'Free some disk space or choose another folder as `cache`.',
    kind: 'work',
    data: { missing, free: bavail * bsize },
  });
}
