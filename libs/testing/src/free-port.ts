import { createServer } from 'node:net';

/** A TCP port of 127.0.0.1 that nothing listens on: the preferred one where it is free. */
export function freePort(preferred?: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error) => {
      if (preferred === undefined) reject(error);
      else freePort().then(resolve, reject);
    });
    server.listen(preferred ?? 0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('No TCP port was given'));
        else resolve(address.port);
      });
    });
  });
}
