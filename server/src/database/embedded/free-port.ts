import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { EmbeddedPostgresError } from './embedded-postgres.errors.js';

/**
 * Above the range that Linux hands out to outgoing connections (ip_local_port_range ends at 60999 by default), so
 * that none of them takes the port while PostgreSQL is being restarted.
 */
const FIRST_PORT = 61_000;
const END_PORT = 65_536;
const ATTEMPTS = 50;

export async function choosePort(): Promise<number> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const port = randomInt(FIRST_PORT, END_PORT);
    if (await isFree(port)) return port;
  }
  throw new EmbeddedPostgresError(`No free port on 127.0.0.1 between ${FIRST_PORT} and ${END_PORT - 1}.`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
