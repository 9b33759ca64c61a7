import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { conversationIds, type ReplyOptions, writeReply } from '@alphaedit/core';
import { askedInChat, withTokenizer } from '@alphaedit/model';
import type { ModelPort } from '@alphaedit/spec';
import { type Listening, listen } from '../http/listen.js';
import {
  type AnswerKind,
  answerPiece,
  chatAnswer,
  completionAnswer,
  usagePiece,
  wholeAnswer,
} from './answers.js';
import { ApiError, asApiError, errorBody } from './api-error.js';
import { OneAtATime } from './one-at-a-time.js';
import { readBody } from './read-body.js';
import {
  type ChatRequest,
  type CompletionRequest,
  readChatRequest,
  readCompletionRequest,
} from './requests.js';

/** What is served, and where. */
export interface ServeOptions {
  readonly model: ModelPort;
  /** What clients call the model. */
  readonly name: string;
  /** 0 for any that is free. */
  readonly port: number;
  /** The loopback interface unless told. */
  readonly host?: string;
  /** The page that may use it from a browser, such as `http://localhost:3000`; none unless told. */
  readonly cors?: string;
  /** Told what went wrong with the server's own part of the work. */
  readonly onError?: (error: unknown) => void;
}

/** Requests that wait while the model writes; more are sent away. */
const WAITING = 32;

/** What is asked of the model: its tokens, and how they are answered. */
interface Asked {
  readonly request: ChatRequest | CompletionRequest;
  readonly ids: readonly number[];
  readonly model: ModelPort;
  readonly kind: AnswerKind;
  readonly tokens: number | undefined;
}

/**
 * Serves a model to programs that speak OpenAI's API: `/v1/models`, `/v1/chat/completions` and `/v1/completions`, whole or
 * as server-sent events. One answer is written at a time, and no longer than its client waits for it.
 *
 * @throws {OutputError} `port-unavailable`
 */
export async function serveModel({ model: port, name, ...options }: ServeOptions): Promise<Listening> {
  const { cors, onError } = options;
  const created = Math.floor(Date.now() / 1000);
  const queue = new OneAtATime(WAITING);
  // A template that fails is told to those who need it.
  const inChat = () => withTokenizer(port, askedInChat(port.tokenizer, true));
  const described = { id: name, object: 'model', created, owned_by: 'alphaedit' };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (!listening.isOwn(request.headers.host)) {
      throw new ApiError(403, 'This server answers on its own address only.', 'wrong_host');
    }
    if (cors !== undefined) allowOrigin(cors, response);
    const path = (request.url ?? '/').split(/[?#]/, 1)[0]!.replace(/(.)\/$/, '$1');
    const route = `${request.method} ${path}`;
    if (cors !== undefined && request.method === 'OPTIONS') response.writeHead(204).end();
    else if (route === 'GET /v1/models') send(response, 200, { object: 'list', data: [described] });
    else if (route === `GET /v1/models/${encodeURIComponent(name)}`) send(response, 200, described);
    else if (route === 'POST /v1/chat/completions') {
      const asked = readChatRequest(await readBody(request));
      const ids = conversationIds(port.tokenizer, asked.messages);
      const tokens = asked.max_completion_tokens ?? asked.max_tokens ?? undefined;
      await write(response, { request: asked, ids, tokens, model: inChat(), kind: chatAnswer() });
    } else if (route === 'POST /v1/completions') {
      const asked = readCompletionRequest(await readBody(request));
      const ids = port.tokenizer.encode(asked.prompt);
      // As OpenAI has it: without a number, a short text.
      const tokens = asked.max_tokens ?? 16;
      await write(response, { request: asked, ids, tokens, model: port, kind: completionAnswer() });
    } else throw new ApiError(404, `There is nothing at ${route}.`, 'not_found');
  };

  const write = async (response: ServerResponse, { request, ids, tokens, model, kind }: Asked) => {
    if (request.model !== undefined && request.model !== name) {
      throw new ApiError(
        404,
        `The model ${request.model} is not served here; ${name} is.`,
        'model_not_found',
        'model',
      );
    }
    if (queue.full) throw new ApiError(429, 'Too many requests are waiting.', 'rate_limit_exceeded');
    const left = new AbortController();
    response.on('close', () => left.abort());
    const head = { model: name, created: Math.floor(Date.now() / 1000) };
    const how: ReplyOptions = {
      tokens,
      temperature: request.temperature ?? 0,
      topP: request.top_p ?? 1,
      seed: request.seed ?? 0,
      stop: [request.stop ?? []].flat().filter((text) => text !== ''),
      signal: left.signal,
    };
    await queue.run(async () => {
      if (left.signal.aborted) return;
      if (!request.stream) {
        send(response, 200, wholeAnswer(kind, head, await writeReply(model, ids, how)));
        return;
      }
      let begun = false;
      const event = (data: object) => {
        if (!begun)
          response.writeHead(200, {
            'content-type': 'text/event-stream; charset=utf-8',
            'cache-control': 'no-cache',
          });
        begun = true;
        response.write(`data: ${JSON.stringify(data)}\n\n`);
      };
      const onText = (text: string) => event(answerPiece(kind, head, { text, first: !begun }));
      const reply = await writeReply(model, ids, { ...how, onText });
      event(answerPiece(kind, head, { first: !begun, finish: reply.finish }));
      if (request.stream_options?.include_usage) event(usagePiece(kind, head, reply));
      response.end('data: [DONE]\n\n');
    });
  };

  const server = createServer((request, response) => {
    response.setHeader('x-content-type-options', 'nosniff');
    answer(request, response).catch((error: unknown) => {
      // Nobody is left to tell.
      if (response.destroyed) return;
      const told = asApiError(error);
      if (told.status >= 500) onError?.(error);
      // A body that was not read to its end would stand before the next request.
      if (!request.complete) response.setHeader('connection', 'close');
      if (response.headersSent) response.end(`data: ${JSON.stringify(errorBody(told))}\n\n`);
      else send(response, told.status, errorBody(told));
    });
  });
  const listening = await listen(server, options.port, options.host);
  return listening;
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}

function allowOrigin(origin: string, response: ServerResponse): void {
  response.setHeader('access-control-allow-origin', origin);
  response.setHeader('access-control-allow-headers', 'authorization, content-type');
  response.setHeader('access-control-allow-methods', 'GET, POST');
  response.setHeader('vary', 'origin');
}
