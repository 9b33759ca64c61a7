import { type ReceiveOptions, receive } from './receive.js';
import { UnusableAnswer } from './unusable-answer.js';

/**
 * The text of an answer, which is held in memory and therefore bounded.
 *
 * @param get sends the request, and ends it when its signal fires
 * @throws {UnusableAnswer} when more than `maxBytes` come; and as `receive`
 */
export function receiveText(
  get: (signal: AbortSignal) => Promise<Response>,
  { maxBytes, ...options }: ReceiveOptions & { readonly maxBytes: number },
): Promise<string> {
  return receive(
    get,
    async (_, chunks) => {
      const decoder = new TextDecoder();
      let text = '';
      let bytes = 0;
      for await (const chunk of chunks) {
        bytes += chunk.byteLength;
        if (bytes > maxBytes) throw new UnusableAnswer(`the answer is longer than ${maxBytes} bytes`);
        text += decoder.decode(chunk, { stream: true });
      }
      return text + decoder.decode();
    },
    options,
  );
}
