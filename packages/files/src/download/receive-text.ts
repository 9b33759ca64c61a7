import { type ReceiveOptions, receive, STALL_TIMEOUT } from './receive.js';
import { TransientError } from './transient-error.js';
import { UnusableAnswer } from './unusable-answer.js';

/** How many times `stallTimeout` one answer may take. */
const PATIENCE = 10;

/**
 * The text of an answer, which is held in memory and therefore bounded; in time, too: an attempt ends after ten times
 * `stallTimeout`, as one that is silent does.
 *
 * @param get sends the request, and ends it when its signal fires
 * @throws {UnusableAnswer} when more than `maxBytes` come; and as `receive`
 */
export function receiveText(
  get: (signal: AbortSignal) => Promise<Response>,
  { maxBytes, stallTimeout = STALL_TIMEOUT, signal }: ReceiveOptions & { readonly maxBytes: number },
): Promise<string> {
  const end = performance.now() + PATIENCE * stallTimeout;
  return receive(
    get,
    async (_, chunks) => {
      const decoder = new TextDecoder();
      let text = '';
      let bytes = 0;
      for await (const chunk of chunks) {
        if (performance.now() > end) throw new TransientError('the answer came too slowly');
        bytes += chunk.byteLength;
        if (bytes > maxBytes) throw new UnusableAnswer(`the answer is longer than ${maxBytes} bytes`);
        text += decoder.decode(chunk, { stream: true });
      }
      return text + decoder.decode();
    },
    { stallTimeout, signal },
  );
}
