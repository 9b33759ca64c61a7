import { open } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { basename, dirname } from 'node:path';
import { removeFile } from '../remove-file.js';

/**
 * A Unix socket at `path` that the kernel answers for as long as this process lives, stopped or not, and for no moment
 * longer. Other containers on the same kernel see it where process ids do not reach. Nothing is ever sent through it.
 *
 * @returns how to close and remove it; nothing where the file system or the platform has no such sockets
 */
export async function listenForLiveness(path: string): Promise<(() => Promise<void>) | undefined> {
  if (process.platform !== 'linux') return undefined;
  try {
    const server = await atShortPath(path, listening);
    server.unref();
    return async () => {
      await new Promise((resolve) => server.close(resolve));
      await removeFile(path);
    };
  } catch {
    // A file system without sockets may have made a plain file in its place.
    await removeFile(path).catch(() => {});
    return undefined;
  }
}

const listening = (path: string) =>
  new Promise<Server>((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', reject);
    server.listen({ path, exclusive: true }, () => resolve(server));
  });

/** Whether a socket of `listenForLiveness` has lost its process. Only a refusal by this kernel says so. */
export async function isDeadSocket(path: string): Promise<boolean> {
  try {
    return await atShortPath(
      path,
      (short) =>
        new Promise<boolean>((resolve) => {
          const socket = connect(short);
          socket.once('connect', () => resolve(false));
          socket.once('error', ({ code }: NodeJS.ErrnoException) => resolve(code === 'ECONNREFUSED'));
          socket.once('close', () => resolve(false));
          socket.once('connect', () => socket.destroy());
        }),
    );
  } catch {
    return false;
  }
}

/** The address of a socket holds 107 bytes; paths can be longer. The folder is named by its handle instead. */
async function atShortPath<T>(path: string, use: (short: string) => Promise<T>): Promise<T> {
  const folder = await open(dirname(path), 'r');
  try {
    return await use(`/proc/self/fd/${folder.fd}/${basename(path)}`);
  } finally {
    await folder.close();
  }
}
