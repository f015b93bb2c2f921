import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Transform } from 'node:stream';

/** A way to the server that a test can cut: what is open is torn down, and what is new is refused. */
export class CuttableLink implements AsyncDisposable {
  private readonly sockets = new Set<Socket>();
  private isCut = false;
  private isMuted = false;

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async to(port: number): Promise<CuttableLink> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    // A server that listens on TCP has such an address.
    const link = new CuttableLink(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.on('connection', (near) => link.join(near, port));
    return link;
  }

  cut(): void {
    this.isCut = true;
    for (const socket of this.sockets) socket.destroy();
  }

  /** What is asked still arrives, but no answer comes back. */
  mute(): void {
    this.isMuted = true;
  }

  restore(): void {
    this.isCut = false;
    this.isMuted = false;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.cut();
    this.server.close();
    await once(this.server, 'close');
  }

  private join(near: Socket, port: number): void {
    if (this.isCut) {
      near.destroy();
      return;
    }
    const far = connect(port, '127.0.0.1');
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.sockets.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        this.sockets.delete(socket);
        other.destroy();
      });
    }
    near.pipe(far);
    const answers = new Transform({
      transform: (chunk: Buffer, _, done) => (this.isMuted ? done() : done(null, chunk)),
    });
    far.pipe(answers).pipe(near);
  }
}
