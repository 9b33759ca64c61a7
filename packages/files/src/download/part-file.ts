import { readFile, rm, writeFile } from 'node:fs/promises';
import { fileSize } from '../file-size.js';
import { writeError } from '../write-error.js';

/** What an earlier attempt has left of a file. */
export interface Begun {
  readonly bytes: number;
  /** The server's name for the version those bytes are of. */
  readonly tag?: string;
}

/** A file that is still growing: its bytes, and beside them, where the address may change its content, their version. */
export class PartFile {
  readonly path: string;
  readonly #tag: string;

  constructor(
    target: string,
    /** The address never changes its content: what there is of it can always be continued. */
    readonly immutable: boolean,
  ) {
    this.path = `${target}.part`;
    this.#tag = `${this.path}.tag`;
  }

  /** What can be continued: nothing where it is longer than the whole may be, or its version is not known. */
  async begun(limit = Number.POSITIVE_INFINITY): Promise<Begun> {
    const bytes = (await fileSize(this.path)) ?? 0;
    if (bytes > limit) return { bytes: 0 };
    if (this.immutable) return { bytes };
    const tag = await readFile(this.#tag, 'utf8').catch(() => undefined);
    return tag ? { bytes, tag } : { bytes: 0 };
  }

  /**
   * Keeps the version a response names. A weak tag says "the same for readers", not "the same bytes".
   *
   * @param plain whether the bytes come as they are stored; others cannot be continued
   */
  async keepTag(headers: Headers, plain: boolean): Promise<void> {
    if (this.immutable) return;
    const tag = headers.get('etag') ?? headers.get('last-modified');
    if (!plain || !tag || tag.startsWith('W/')) return this.forgetTag();
    await writeFile(this.#tag, tag).catch((cause) => {
      throw writeError(this.#tag, cause);
    });
  }

  async forgetTag(): Promise<void> {
    await rm(this.#tag, { force: true });
  }

  async remove(): Promise<void> {
    await rm(this.path, { force: true });
    await this.forgetTag();
  }
}
