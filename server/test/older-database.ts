import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface OlderDatabase extends AsyncDisposable {
  url: string;
}

/** A database that says of itself that it is PostgreSQL 15: what it is asked for its version is changed on the way. */
export async function olderDatabase(databaseUrl: string): Promise<OlderDatabase> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
    }
    near.pipe(far);
    // Rows alone, by their description's first byte, and of the same length, with which PostgreSQL's messages begin.
    far.on('data', (bytes) => {
      const isRows = bytes.toString('latin1', 0, 1) === 'T';
      const text = bytes.toString('latin1');
      near.write(isRows ? text.replaceAll(/18(\d{4}|\.\d)/g, '15$1') : text, 'latin1');
    });
    far.on('close', () => near.destroy());
    near.on('close', () => far.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // it listens on TCP
  return {
    url: Object.assign(new URL(databaseUrl), { host: `127.0.0.1:${port}` }).href,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
