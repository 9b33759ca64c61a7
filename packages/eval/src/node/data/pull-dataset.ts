import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type DownloadOptions,
  download,
  httpGet,
  makeFolder,
  printableAddress,
  type RetryOptions,
  writeFileAtomically,
} from '@alphaedit/files';
import { DatasetError, throwIfAborted, type Work } from '@alphaedit/spec';
import * as z from 'zod';
import { readFactsFile } from '../read-facts-file.js';
import { type PublicDataset, publicDataset } from './datasets.js';
import { downloadFailed, downloadRefused } from './download-failed.js';

/** Which data set to pull, from where and into which folder. */
export interface PullDatasetOptions extends Work, RetryOptions, Pick<DownloadOptions, 'stallTimeout'> {
  readonly name: string;
  /** Folder the file is put in. */
  readonly out: string;
  /** Base address of a mirror, which holds the files by their names; the authors' addresses by default. */
  readonly base?: string;
  /** SHA-256 the file must have, in hex. */
  readonly sha256?: string;
  /** Told what is about to be fetched, from where and on what terms, before anything is. */
  readonly onTerms?: (terms: PublicDataset & { readonly url: string }) => void;
}

/** A data set that is in place now. */
export interface PulledDataset {
  readonly name: string;
  readonly path: string;
  /** The file beside it that says where it came from and on what terms. */
  readonly source: string;
  readonly url: string;
  readonly licence: string;
  readonly bytes: number;
  readonly sha256: string;
  /** `present`: it was there already, with the checksum recorded for it. */
  readonly how: 'fetched' | 'present';
}

/** The most that is taken: far more than any of these files has. */
const MAX_BYTES = 4 * 2 ** 30;

const sourceSchema = z.object({
  name: z.string(),
  url: z.string(),
  licence: z.string(),
  citation: z.string(),
  bytes: z.number(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

/**
 * Brings a public data set: fetches it from its authors or a mirror, continuing what was begun, looks whether it
 * can be read, and records address, licence and SHA-256 beside it (`FILE.source.json`). A file that is there
 * already is checked against its record and not fetched again. Nothing else in this package uses the network.
 *
 * @throws {DatasetError} `unknown-dataset`, `download-failed`, `checksum-differs`, `bad-mirror`, and what reading
 * the file throws
 * @throws {OutputError} `disk-full`, `output-unwritable`, `output-failed`, `lock-lost`, and `output-locked` while another
 * process fetches the same file
 * @throws {AbortedError} what came so far is kept
 */
export async function pullDataset(options: PullDatasetOptions): Promise<PulledDataset> {
  const { name, out, base, onTerms } = options;
  const dataset = publicDataset(name);
  const url = base === undefined ? dataset.url : mirrored(base, dataset.file);
  const path = join(out, dataset.file);
  const source = `${path}.source.json`;
  const wanted = options.sha256?.toLowerCase();
  if (existsSync(path)) return present(dataset, path, source, wanted, options.signal);
  onTerms?.({ ...dataset, url });
  await makeFolder(out);
  let found = { bytes: 0, sha256: '' };
  await download({
    ...options,
    path,
    maxBytes: MAX_BYTES,
    async get(headers, signal) {
      const response = await httpGet(url, { headers, signal });
      if (response.ok || response.status === 416) return response;
      await response.body?.cancel();
      throw downloadRefused(url, response.status);
    },
    giveUp: (cause) => downloadFailed(url, cause),
    async check(part) {
      found = await digest(part, options.signal);
      if (wanted !== undefined && found.sha256 !== wanted) throw differs(url, found.sha256, wanted);
      if (dataset.kind === 'facts') await readFactsFile(part, { limit: 1 });
      // Written first: a file without its terms never lies there by itself.
      const { licence, citation } = dataset;
      const record = { name, url, licence, citation, ...found, fetched: new Date().toISOString() };
      await writeFileAtomically(source, `${JSON.stringify(record, undefined, 2)}\n`);
    },
  });
  return { name, path, source, url, licence: dataset.licence, ...found, how: 'fetched' };
}

async function present(
  { name, url, licence }: PublicDataset,
  path: string,
  source: string,
  wanted: string | undefined,
  signal: AbortSignal | undefined,
): Promise<PulledDataset> {
  const found = await digest(path, signal);
  const recorded = await recordOf(source);
  const expected = wanted ?? recorded?.sha256;
  if (expected !== undefined && found.sha256 !== expected) throw differs(path, found.sha256, expected);
  return { name, path, source, url: recorded?.url ?? url, licence, ...found, how: 'present' };
}

async function recordOf(source: string): Promise<z.infer<typeof sourceSchema> | undefined> {
  try {
    return sourceSchema.parse(JSON.parse(await readFile(source, 'utf8')));
  } catch {
    return undefined;
  }
}

async function digest(path: string, signal?: AbortSignal): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(path)) {
    throwIfAborted(signal, `checking ${path}`);
    hash.update(chunk as Uint8Array);
    bytes += (chunk as Uint8Array).length;
  }
  return { bytes, sha256: hash.digest('hex') };
}

function mirrored(base: string, file: string): string {
  const folder = base.endsWith('/') ? base : `${base}/`;
  const url = URL.canParse(file, folder) ? new URL(file, folder) : undefined;
  if (url && /^https?:$/.test(url.protocol) && !url.username && !url.password) return url.href;
  const shown = printableAddress(base);
  throw new DatasetError({
    code: 'bad-mirror',
    message: `${shown} is no address of a mirror.`,
    hint: 'Give an http or https address, without user and password, of a folder that holds the files by their names.',
    data: { base: shown },
  });
}

const differs = (what: string, found: string, wanted: string) =>
  new DatasetError({
    code: 'checksum-differs',
    message: `${what} has the SHA-256 ${found.slice(0, 16)}…, not ${wanted.slice(0, 16)}….`,
    hint: 'The file is another version or damaged: remove it and pull again, or give the checksum you expect.',
    data: { found, wanted },
  });
