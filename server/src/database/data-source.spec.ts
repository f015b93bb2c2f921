import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createDataSource } from './data-source.js';
import { isDatabaseAway } from './database-away.js';

/** A message of PostgreSQL's protocol: its type, its length with itself, its content. */
function message(type: string, content: string): Buffer {
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeInt32BE(content.length + 4, 1);
  return Buffer.concat([head, Buffer.from(content, 'latin1')]);
}

const authenticated = message('R', '\0\0\0\0');
const ready = message('Z', 'I');
const ending = message('E', 'SFATAL\0C57P01\0Mterminating connection due to unexpected postmaster exit\0\0');

let server: Server;

beforeEach(async () => {
  server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.once('data', () => socket.end(Buffer.concat([authenticated, ready, ending])));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(() => {
  server.close();
});

it('a connection that ends in the moment it is made is a database that is away, and ends no more than that', async () => {
  const { port } = server.address() as AddressInfo;
  const dataSource = createDataSource(`postgresql://hyprbox:x@127.0.0.1:${port}/hyprbox`);
  const error: unknown = await dataSource.initialize().catch((reason: unknown) => reason);
  expect(isDatabaseAway(error)).toBe(true);
});
