import { expect, it } from 'vitest';
import { receiveText } from './receive-text.js';

const encoder = new TextEncoder();

/** An answer whose chunks `next` gives, one every few milliseconds; nothing ends it. */
const answer = (next: (i: number) => Uint8Array | undefined) => {
  let i = 0;
  return async () =>
    new Response(
      new ReadableStream({
        async pull(controller) {
          await new Promise((resolve) => setTimeout(resolve, 5));
          const chunk = next(i++);
          if (chunk) controller.enqueue(chunk);
          else controller.close();
        },
      }),
    );
};

it('gives a text whose characters lie across chunks', async () => {
  const bytes = encoder.encode('é€😀');
  const get = answer((i) => (i < bytes.length ? bytes.subarray(i, i + 1) : undefined));
  expect(await receiveText(get, { maxBytes: bytes.length })).toBe('é€😀');
});

it('takes no more than it may', async () => {
  const get = answer(() => new Uint8Array(10));
  await expect(receiveText(get, { maxBytes: 95 })).rejects.toMatchObject({
    name: 'UnusableAnswer',
    message: 'the answer is longer than 95 bytes',
  });
});

it('does not wait for ever for one that is just not silent', async () => {
  const get = answer(() => new Uint8Array(1100));
  await expect(receiveText(get, { maxBytes: 2 ** 30, stallTimeout: 50 })).rejects.toMatchObject({
    name: 'TransientError',
    message: 'the answer came too slowly',
  });
});

it('ends when told to, also where the answer is silent', async () => {
  const get = async () => new Response(new ReadableStream());
  const signal = AbortSignal.timeout(20);
  await expect(receiveText(get, { maxBytes: 10, signal })).rejects.toMatchObject({ name: 'TimeoutError' });
});
