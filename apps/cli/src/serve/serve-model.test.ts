import { request } from 'node:http';
import { conversationIds, writeReply } from '@alphaedit/core';
import { openModel } from '@alphaedit/core/node';
import { askedInChat, withTokenizer } from '@alphaedit/model';
import type { ModelPort } from '@alphaedit/spec';
import { temporaryFolder, writeTinyModel } from '@alphaedit/testing';
import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Listening } from '../http/listen.js';
import { serveModel } from './serve-model.js';

const at = temporaryFolder();
let model: ModelPort;
let server: Listening;
let client: OpenAI;

beforeAll(async () => {
  await writeTinyModel(at('tiny'), { chat: 'llama3' });
  model = (await openModel(at('tiny'), { engine: 'wasm', chat: false })).port;
  server = await serveModel({ model, name: 'tiny', port: 0 });
  client = new OpenAI({ baseURL: `${server.url}v1`, apiKey: 'none', maxRetries: 0 });
});
afterAll(async () => {
  await server.close();
  model.dispose();
});

const messages = [
  { role: 'system', content: 'Be brief.' },
  { role: 'user', content: [{ type: 'text', text: 'Who is Ann?' }] },
] as const;
const asked = {
  model: 'tiny',
  messages: [...messages] as OpenAI.ChatCompletionMessageParam[],
  max_tokens: 8,
};

describe('a client of OpenAI', () => {
  it('finds the model', async () => {
    const { data } = await client.models.list();
    expect(data).toEqual([expect.objectContaining({ id: 'tiny', object: 'model' })]);
    expect(await client.models.retrieve('tiny')).toMatchObject({ id: 'tiny' });
  });

  it('gets what the model writes, with its tokens counted', async () => {
    const ids = conversationIds(model.tokenizer, [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Who is Ann?' },
    ]);
    const chatting = withTokenizer(model, askedInChat(model.tokenizer, true));
    const reply = await writeReply(chatting, ids, { tokens: 8 });
    const { choices, usage } = await client.chat.completions.create(asked);
    expect(choices).toEqual([
      {
        index: 0,
        message: { role: 'assistant', content: reply.text, refusal: null },
        logprobs: null,
        finish_reason: 'length',
      },
    ]);
    expect(usage).toEqual({ prompt_tokens: ids.length, completion_tokens: 8, total_tokens: ids.length + 8 });
  });

  it('gets the same in pieces', async () => {
    const whole = await client.chat.completions.create(asked);
    const stream = await client.chat.completions.create({
      ...asked,
      stream: true,
      stream_options: { include_usage: true },
    });
    const pieces: OpenAI.ChatCompletionChunk[] = [];
    for await (const piece of stream) pieces.push(piece);
    expect(pieces.map(({ choices }) => choices[0]?.delta.content ?? '').join('')).toBe(
      whole.choices[0]!.message.content,
    );
    expect(pieces[0]!.choices[0]!.delta.role).toBe('assistant');
    expect(pieces.at(-2)!.choices[0]!.finish_reason).toBe('length');
    expect(pieces.at(-1)!.usage).toEqual(whole.usage);
    expect(new Set(pieces.map(({ id }) => id)).size).toBe(1);
  });

  it('samples by a seed, and ends at a stop text', async () => {
    const sample = async (seed: number) => {
      const request = { model: 'tiny', prompt: 'Ann likes', max_tokens: 12, temperature: 1.5, seed };
      return (await client.completions.create(request)).choices[0]!.text;
    };
    expect(await sample(1)).toBe(await sample(1));
    expect(await sample(1)).not.toBe(await sample(2));
    const plain = { model: 'tiny', prompt: 'Ann likes', max_tokens: 12 };
    const { text } = (await client.completions.create(plain)).choices[0]!;
    const stop = text.slice(3, 5);
    const [choice] = (await client.completions.create({ ...plain, stop: ['no such', stop] })).choices;
    expect(choice).toMatchObject({ text: text.slice(0, text.indexOf(stop)), finish_reason: 'stop' });
    const streamed: string[] = [];
    for await (const { choices } of await client.completions.create({ ...plain, stop, stream: true })) {
      streamed.push(choices[0]!.text);
    }
    expect(streamed.join('')).toBe(choice!.text);
  });

  it('is told what is wrong in its own form', async () => {
    const failing = (request: object) =>
      client.chat.completions.create({
        ...asked,
        ...request,
      } as OpenAI.ChatCompletionCreateParamsNonStreaming);
    const bad = (fields: object) =>
      expect.objectContaining({ status: 400, type: 'invalid_request_error', ...fields });
    await expect(failing({ model: 'gpt-4' })).rejects.toThrow(
      expect.objectContaining({ status: 404, code: 'model_not_found', param: 'model' }),
    );
    await expect(failing({ temperature: 3 })).rejects.toThrow(bad({ param: 'temperature' }));
    await expect(failing({ tools: [{ type: 'function' }] })).rejects.toThrow(bad({ param: 'tools.0' }));
    await expect(failing({ n: 2 })).rejects.toThrow(bad({ param: 'n' }));
    await expect(failing({ messages: [{ role: 'user', content: 'x'.repeat(300) }] })).rejects.toThrow(
      bad({ code: 'context_length_exceeded' }),
    );
    await expect(client.embeddings.create({ model: 'tiny', input: 'x' })).rejects.toThrow(
      expect.objectContaining({ status: 404, code: 'not_found' }),
    );
  });

  it('is answered after one that went away, one at a time', async () => {
    const steps = vi.spyOn(model, 'forwardWithCache');
    const controller = new AbortController();
    const long = client.chat.completions.create({ ...asked, max_tokens: 150 }, { signal: controller.signal });
    const others = Promise.all([
      client.chat.completions.create(asked),
      client.chat.completions.create(asked),
    ]);
    setTimeout(() => controller.abort(), 50);
    await expect(long).rejects.toThrow('aborted');
    const [first, second] = await others;
    expect(first.choices).toEqual(second.choices);
    // What nobody waits for any more is not written to its end.
    expect(steps.mock.calls.length).toBeLessThan(100);
    steps.mockRestore();
  });
});

/** A request with any header, `Host` among them. */
function send(url: string, options: { method?: string; headers?: Record<string, string>; body?: string }) {
  return new Promise<{ status: number; headers: Record<string, unknown>; text: string }>(
    (resolve, reject) => {
      const { method = 'POST', headers = {}, body } = options;
      const sent = request(url, { method, headers }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (piece) => {
          text += piece;
        });
        response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, text }));
      });
      sent.on('error', reject).end(body);
    },
  );
}

const codeOf = ({ text }: { readonly text: string }) => JSON.parse(text).error.code;

describe('a page elsewhere', () => {
  const chat = () => `${server.url}v1/chat/completions`;
  const json = { 'content-type': 'application/json' };

  it('cannot reach the server by a name of its own', async () => {
    const named = await send(`${server.url}v1/models`, { method: 'GET', headers: { host: 'evil.example' } });
    expect([named.status, codeOf(named)]).toEqual([403, 'wrong_host']);
  });

  it('cannot send what a browser lets it send without asking', async () => {
    const body = JSON.stringify(asked);
    const form = await send(chat(), { headers: { 'content-type': 'text/plain' }, body });
    expect([form.status, codeOf(form)]).toEqual([415, 'unsupported_media_type']);
    const asking = await send(chat(), { method: 'OPTIONS', headers: { origin: 'http://evil.example' } });
    expect(asking.status).toBe(404);
    expect(asking.headers).not.toHaveProperty('access-control-allow-origin');
  });

  it('is let in where that was asked for', async () => {
    const open = await serveModel({ model, name: 'tiny', port: 0, cors: 'http://localhost:3000' });
    const asking = await send(`${open.url}v1/models`, { method: 'OPTIONS' });
    expect(asking.status).toBe(204);
    expect(asking.headers).toMatchObject({ 'access-control-allow-origin': 'http://localhost:3000' });
    await open.close();
  });

  it('is told of a body that is no JSON, or too large', async () => {
    const broken = await send(chat(), { headers: json, body: '{' });
    expect([broken.status, codeOf(broken)]).toEqual([400, 'invalid_json']);
    const large = await send(chat(), { headers: json, body: ' '.repeat(5_000_000) });
    expect([large.status, codeOf(large)]).toEqual([413, 'request_too_large']);
  });
});
