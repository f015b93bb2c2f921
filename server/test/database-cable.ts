import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A relay on the way to the database, which can be pulled out, swallow everything, and be put back. */
export interface DatabaseCable extends AsyncDisposable {
  url: string;
  /** Connections end, and new ones are refused. */
  pull(): void;
  /** Nothing comes through any more, in either direction, and nobody is told; new connections are taken and not answered. */
  swallow(): void;
  /** {@link swallow} for the connections that are there; new ones go through. */
  swallowOld(): void;
  plug(): void;
}

export async function databaseCable(databaseUrl: string): Promise<DatabaseCable> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let state: 'plugged' | 'pulled' | 'swallowing' = 'plugged';
  /** Both ends of each connection. */
  const pairs = new Set<readonly [Socket, Socket]>();
  /** What comes from these goes nowhere, their end included. */
  const silenced = new Set<Socket>();
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    return socket.on('close', () => sockets.delete(socket)).on('error', () => socket.destroy());
  };
  const server = createServer((near) => {
    keep(near);
    if (state === 'pulled') return near.destroy();
    if (state === 'swallowing') return near.resume();
    const far = keep(connect(Number(target.port), target.hostname));
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      one.on('data', (bytes) => silenced.has(one) || other.write(bytes));
      one.on('close', () => silenced.has(one) || other.destroy());
      one.on('end', () => silenced.has(one) || other.end());
    }
    pairs.add([near, far]);
    return near;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(databaseUrl);
  // A TCP server's address is an object.
  url.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const pull = (): void => {
    state = 'pulled';
    for (const socket of sockets) socket.destroy();
  };
  const swallowOld = (): void => {
    for (const socket of [...pairs].flat()) silenced.add(socket);
  };
  return {
    url: url.href,
    pull,
    swallow: () => {
      state = 'swallowing';
      swallowOld();
    },
    swallowOld,
    // What was swallowed does not come back: the ends have given it up, or will.
    plug: () => {
      state = 'plugged';
    },
    [Symbol.asyncDispose]: async () => {
      pull();
      server.close();
      await once(server, 'close');
    },
  };
}
