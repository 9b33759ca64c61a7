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
 * A file that is still growing. Where the address may change its content, there is a note beside it of the version it is
 * of, and of how much of it is sure to be on the disk: after a power cut a file may be longer than what was flushed of it,
 * and hold anything there.
 */
export class PartFile {
  readonly path: string;
  readonly #note: string;
  #tag: string | undefined;

  constructor(
    target: string,
    /** The address never changes its content: what there is of it can always be continued, and is checked in the end. */
    readonly immutable: boolean,
  ) {
    this.path = `${target}.part`;
    this.#note = `${this.path}.json`;
  }

  /** What can be continued: nothing where it is longer than the whole may be, or its version is not known. */
  async begun(limit = Number.POSITIVE_INFINITY): Promise<Begun> {
    const there = (await fileSize(this.path)) ?? 0;
    if (this.immutable) return { bytes: there > limit ? 0 : there };
    const text = await readFile(this.#note, 'utf8').catch(() => '{}');
    const { bytes, tag } = parsed(text);
    const sure = typeof tag === 'string' && Number.isSafeInteger(bytes) && bytes! >= 0 && bytes! <= there;
    return sure && bytes! <= limit ? { bytes: bytes!, tag } : { bytes: 0 };
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
    if (this.#tag === undefined) await this.forget();
    else await this.note(bytes);
  }

  /** Notes how many bytes have been flushed. */
  async note(bytes: number): Promise<void> {
    if (this.immutable || this.#tag === undefined) return;
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
