import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A relay on the way to the database, which can be pulled out and put back. */
export interface DatabaseCable extends AsyncDisposable {
  url: string;
  pull(): void;
  plug(): void;
}

export async function databaseCable(databaseUrl: string): Promise<DatabaseCable> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let plugged = true;
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    return socket.on('close', () => sockets.delete(socket)).on('error', () => socket.destroy());
  };
  const server = createServer((near) => {
    keep(near);
    if (!plugged) return near.destroy();
    const far = keep(connect(Number(target.port), target.hostname));
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
    return near.pipe(far).pipe(near);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(databaseUrl);
  // A TCP server's address is an object.
  url.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const pull = (): void => {
    plugged = false;
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: url.href,
    pull,
    plug: () => {
      plugged = true;
    },
    [Symbol.asyncDispose]: async () => {
      pull();
      server.close();
      await once(server, 'close');
    },
  };
}
