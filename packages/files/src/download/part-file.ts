import { readFile } from 'node:fs/promises';
import { fileSize } from '../file-size.js';
import { removeFile } from '../remove-file.js';
import { writeFileAtomically } from '../write-file-atomically.js';

/** What an earlier attempt has left of a file. */
export interface Begun {
  readonly bytes: number;
  /** The server's name for the version those bytes are of. */
  readonly tag?: string;
}

/**
 * A file that is still growing. A note beside it tells how much of it is sure to be on the disk, for after a power cut a file
 * may be longer than what was flushed of it, and hold anything there; and the version it is of, where the address may
 * change its content.
 */
export class PartFile {
  readonly path: string;
  readonly #note: string;
  #tag: string | undefined;

  constructor(
    target: string,
    /** The address never changes its content: whatever version is named, what there is of it can be continued. */
    readonly immutable: boolean,
  ) {
    this.path = `${target}.part`;
    this.#note = `${this.path}.json`;
  }

  /** What can be continued: nothing where more was noted than the whole may have, or its version is not known. */
  async begun(limit = Number.POSITIVE_INFINITY): Promise<Begun> {
    const there = (await fileSize(this.path)) ?? 0;
    const text = await readFile(this.#note, 'utf8').catch(() => '{}');
    const { bytes, tag } = parsed(text);
    const known = this.immutable || typeof tag === 'string';
    const sure = known && Number.isSafeInteger(bytes) && bytes! >= 0 && bytes! <= there;
    if (!sure || bytes! > limit) return { bytes: 0 };
    return { bytes: bytes!, ...(!this.immutable && { tag }) };
  }

  /**
   * Begins or goes on with the version that a response names. A weak tag says "the same for readers", not "the same
   * bytes".
   *
   * @param plain whether the bytes come as they are stored; others cannot be continued
   */
  async take(headers: Headers, { bytes, plain }: { readonly bytes: number; readonly plain: boolean }) {
    const tag = headers.get('etag') ?? headers.get('last-modified');
    this.#tag = plain && tag && !tag.startsWith('W/') ? tag : undefined;
    if (this.#isKnown) await this.note(bytes);
    else await this.forget();
  }

  get #isKnown(): boolean {
    return this.immutable || this.#tag !== undefined;
  }

  /** Notes how many bytes have been flushed. */
  async note(bytes: number): Promise<void> {
    if (!this.#isKnown) return;
    await writeFileAtomically(this.#note, `${JSON.stringify({ tag: this.#tag, bytes })}\n`);
  }

  /** Removes the note. */
  async forget(): Promise<void> {
    await removeFile(this.#note);
  }

  async remove(): Promise<void> {
    await removeFile(this.path);
    await this.forget();
  }
}

function parsed(text: string): Partial<Begun> {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}
