import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createServer } from 'node:tls';
import type { Server } from 'node:tls';
import type { Duplex } from 'node:stream';

/** TLS for 127.0.0.1 in front of a server that has none, by a certificate that nobody knows. */
export class TestTls {
  private readonly sockets = new Set<Duplex>();

  private constructor(
    private readonly server: Server,
    /** The authority behind its certificate, a PEM file. */
    readonly authority: string,
  ) {}

  /** `directory` gets its files; `port` is that of the server behind. */
  static async start(directory: string, port: number): Promise<TestTls> {
    const [key, authority] = [join(directory, 'key.pem'), join(directory, 'authority.pem')];
    const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
    const names = ['-subj', '/CN=HyprBox test', '-addext', 'subjectAltName=IP:127.0.0.1,DNS:localhost'];
    execFileSync('openssl', ['req', ...kind, ...names, '-keyout', key, '-out', authority], { stdio: 'pipe' });
    const server = createServer({ key: readFileSync(key), cert: readFileSync(authority) });
    const front = new TestTls(server, authority);
    server.on('secureConnection', (socket) => {
      const onward = connect(port, '127.0.0.1');
      for (const each of [socket, onward]) front.keep(each);
      socket.pipe(onward).pipe(socket);
      socket.on('close', () => onward.destroy());
      onward.on('close', () => socket.destroy());
    });
    server.on('tlsClientError', () => undefined);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return front;
  }

  /** `host:port` */
  get host(): string {
    const { port } = this.server.address() as AddressInfo; // it listens on TCP
    return `127.0.0.1:${port}`;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private keep(socket: Duplex): void {
    this.sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => this.sockets.delete(socket));
  }
}
