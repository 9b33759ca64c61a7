import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export const COMMIT = '0123456789abcdef0123456789abcdef01234567';

interface Request {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly range: string | undefined;
}

type Handler = (request: IncomingMessage, response: ServerResponse, path: string) => boolean | undefined;

/** A server on this machine and what it was asked. Stop it with `close`. */
export interface TestServer {
  readonly url: string;
  readonly requests: Request[];
  close(): Promise<void>;
}

export async function serve(handle: Handler): Promise<TestServer> {
  const requests: Request[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    const { authorization, range } = request.headers;
    requests.push({ path, authorization, range });
    if (!handle(request, response, path) && !response.headersSent) response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

export const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const gitHash = (bytes: Uint8Array) =>
  createHash('sha1').update(`blob ${bytes.byteLength}\0`).update(bytes).digest('hex');

/** Sends a file, or the part of it that was asked for. */
export function sendFile(request: IncomingMessage, response: ServerResponse, bytes: Uint8Array): true {
  const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  const part = bytes.subarray(start);
  response.writeHead(start > 0 ? 206 : 200, {
    'content-length': part.byteLength,
    ...(start > 0 ? { 'content-range': `bytes ${start}-${bytes.byteLength - 1}/${bytes.byteLength}` } : {}),
  });
  response.end(part);
  return true;
}

/** The listing of a repository, large files by SHA-256 and small ones by git hash, as the hub gives it. */
export function listing(files: ReadonlyMap<string, Uint8Array>): string {
  const siblings = [...files].map(([rfilename, bytes]) => ({
    rfilename,
    size: bytes.byteLength,
    ...(rfilename.endsWith('.json')
      ? { blobId: gitHash(bytes) }
      : { blobId: 'f'.repeat(40), lfs: { sha256: sha256(bytes), size: bytes.byteLength } }),
  }));
  return JSON.stringify({ id: 'someone/tiny', sha: COMMIT, siblings });
}

/** A hub with one model, `someone/tiny`; `before` may answer in its place. */
export function serveHub(files: ReadonlyMap<string, Uint8Array>, before?: Handler): Promise<TestServer> {
  return serve((request, response, path) => {
    if (before?.(request, response, path)) return true;
    if (path.startsWith('/api/models/someone/tiny/revision/main')) {
      response.writeHead(200, { 'content-type': 'application/json' }).end(listing(files));
      return true;
    }
    const name = path.replace(`/someone/tiny/resolve/${COMMIT}/`, '');
    const bytes = files.get(name);
    return bytes && sendFile(request, response, bytes);
  });
}
