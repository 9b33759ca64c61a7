import { createReadStream } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { extname } from 'node:path';
import { pipeline } from 'node:stream';
import { type Listening, listen } from '../http/listen.js';
import { byteRange } from './byte-range.js';
import { servedFiles } from './served-files.js';

export interface PlaygroundOptions {
  /** Folder of the page. */
  readonly page: string;
  /** Folder of the model, and the names of its safetensors files. */
  readonly model: string;
  readonly weights: readonly string[];
  /** 0 for any that is free. */
  readonly port: number;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
};

/** The page may use what comes from here and nothing else, and no other page may show it. */
const HEADERS: Readonly<Record<string, string>> = {
  'cache-control': 'no-cache',
  'content-security-policy':
    "default-src 'self' data: blob:; script-src 'self' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/**
 * Serves the playground with a model of this machine, on the loopback interface only. A request must name the
 * server by its own address, so that no page elsewhere can reach it through a name of its own.
 *
 * @returns the page's address, and what ends the server
 * @throws {OutputError} `port-unavailable`
 */
export async function servePlayground({ page, model, weights, port }: PlaygroundOptions): Promise<Listening> {
  const { files, list } = servedFiles(page, model, weights);
  let listening: Listening;

  const answer = (request: IncomingMessage, response: ServerResponse) => {
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
    const end = (status: number, text = '') => {
      response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(text);
    };
    if (!listening.isOwn(request.headers.host))
      return end(403, 'This server answers on its own address only.');
    if (request.method !== 'GET' && request.method !== 'HEAD') return end(405);
    const path = pathOf(request.url);
    if (path === '/model/files.json') {
      response.setHeader('content-type', TYPES['.json']!);
      response.end(request.method === 'HEAD' ? undefined : list);
      return;
    }
    const file = path === undefined ? undefined : files.get(path);
    if (!file) return end(404, 'There is no such file.');
    const range = byteRange(request.headers.range, file.size);
    if (range === 'unsatisfiable') {
      response.setHeader('content-range', `bytes */${file.size}`);
      return end(416);
    }
    const { from, to } = range ?? { from: 0, to: file.size };
    response.writeHead(range ? 206 : 200, {
      'content-type': TYPES[extname(file.path)] ?? 'application/octet-stream',
      'content-length': to - from,
      'accept-ranges': 'bytes',
      ...(range && { 'content-range': `bytes ${from}-${to - 1}/${file.size}` }),
    });
    if (request.method === 'HEAD' || from === to) response.end();
    // A file that cannot be read any more ends the answer early; the page says which one.
    else pipeline(createReadStream(file.path, { start: from, end: to - 1 }), response, () => undefined);
  };

  listening = await listen(createServer(answer), port);
  return listening;
}

/** Decoded path of a request's URL, or nothing where it is none. */
function pathOf(url = '/'): string | undefined {
  try {
    return decodeURIComponent(url.split(/[?#]/, 1)[0]!);
  } catch {
    return undefined;
  }
}
