import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isIP } from 'node:net';
import { OutputError } from '@alphaedit/spec';

/** The loopback interface: nothing outside this machine reaches it. */
export const LOOPBACK = '127.0.0.1';

/** A server that can be reached. */
export interface Listening {
  readonly url: string;
  /**
   * Whether a request names the server by its own address (`Host`). A page elsewhere that reaches it through a name of its
   * own, which it lets point here, does not.
   */
  isOwn(host: string | undefined): boolean;
  close(): Promise<void>;
}

/** @param port 0 for any that is free @throws {OutputError} `port-unavailable` */
export async function listen(server: Server, port: number, host = LOOPBACK): Promise<Listening> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) =>
      reject(
        new OutputError({
          code: 'port-unavailable',
          message: `Port ${port} cannot be used (${cause.code}).`,
          hint: 'Choose another with --port, or leave it out for one that is free.',
          data: { port },
          cause,
        }),
      ),
    );
    server.listen(port, host, resolve);
  });
  const { port: actual } = server.address() as AddressInfo;
  const named = isIP(host) === 6 ? `[${host}]` : host;
  const own = new Set([`${LOOPBACK}:${actual}`, `localhost:${actual}`, `${named}:${actual}`]);
  return {
    url: `http://${named}:${actual}/`,
    // On other interfaces it has addresses that it does not know, but no names.
    isOwn: (name = '') => own.has(name) || (host !== LOOPBACK && isAddress(name)),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Whether a `Host` is an IP address, with or without a port. */
function isAddress(host: string): boolean {
  const [, bracketed, plain] = /^(?:\[([^\]]+)\]|([^:]*))(?::\d+)?$/.exec(host) ?? [];
  return isIP(bracketed ?? plain ?? '') !== 0;
}
