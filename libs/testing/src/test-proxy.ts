import { createServer, request as sendRequest } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

/** An HTTP proxy on loopback that passes everything on, tunnels and plain requests, and notes it. */
export class TestProxy {
  /** `host:port` of each tunnel that was asked for, and the origin of each plain request. */
  readonly passed: string[] = [];
  /** What the callers gave as their `Proxy-Authorization`. */
  readonly authorizations = new Set<string | undefined>();
  /** When set, the `Proxy-Authorization` without which nothing passes. */
  authorization: string | null = null;
  private readonly server: Server;
  private readonly sockets = new Set<Duplex>();

  private constructor() {
    this.server = createServer((request, response) => this.forward(request, response));
    this.server.on('connect', (request: IncomingMessage, socket: Duplex) => this.tunnel(request, socket));
    this.server.on('connection', (socket) => this.keep(socket));
  }

  static async start(): Promise<TestProxy> {
    const proxy = new TestProxy();
    await new Promise<void>((resolve) => proxy.server.listen(0, '127.0.0.1', resolve));
    return proxy;
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

  private mayPass(request: IncomingMessage): boolean {
    const given = request.headers['proxy-authorization'];
    this.authorizations.add(given);
    return this.authorization === null || this.authorization === given;
  }

  private forward(request: IncomingMessage, response: ServerResponse): void {
    if (!this.mayPass(request)) {
      response.writeHead(407).end();
      return;
    }
    const target = new URL(request.url ?? '');
    this.passed.push(target.origin);
    const { method, headers } = request;
    const onward = sendRequest(target, { method, headers, agent: false }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    response.on('close', () => onward.destroy());
    request.pipe(onward);
  }

  private tunnel(request: IncomingMessage, socket: Duplex): void {
    if (!this.mayPass(request)) {
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
      return;
    }
    const authority = request.url ?? '';
    this.passed.push(authority);
    const { hostname, port } = new URL(`http://${authority}`);
    const onward = connect(Number(port), hostname, () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      socket.pipe(onward).pipe(socket);
    });
    this.keep(onward);
    onward.on('error', () => socket.destroy());
    socket.on('close', () => onward.destroy());
  }

  private keep(socket: Duplex): void {
    this.sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => this.sockets.delete(socket));
  }
}
