import { once } from 'node:events';
import { connect } from 'node:net';

/** Connections that are made at a time, so that none waits longer in the server's queue than it may. */
const atATime = 50;
const mark = Buffer.from('event: ');

/** Many readers of one event stream, on bare sockets: what they cost is small beside what is measured. */
export class StreamReaders {
  bytes = 0;
  events = 0;
  #sockets = [];
  #waiting = [];

  /** @returns {Promise<StreamReaders>} when every stream has begun */
  static async open({ url, path, tokens, count }) {
    const readers = new StreamReaders();
    for (let first = 0; first < count; first += atATime) {
      const some = Array.from({ length: Math.min(atATime, count - first) }, (_, index) =>
        readers.#open(url, path, tokens[(first + index) % tokens.length]),
      );
      await Promise.all(some);
    }
    return readers;
  }

  async #open(url, path, token) {
    const { hostname, port, host } = new URL(url);
    const socket = connect(Number(port), hostname);
    this.#sockets.push(socket);
    socket.write(
      `GET /api${path} HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${token}\r\nConnection: close\r\n\r\n`,
    );
    const [head] = await once(socket, 'data');
    if (!head.toString('latin1').startsWith('HTTP/1.1 200')) throw new Error(`A stream was refused: ${head}`);
    // The mark may be cut in two, so each piece is searched together with the end of the one before.
    let end = Buffer.alloc(0);
    const read = (piece) => {
      this.bytes += piece.length;
      const text = end.length > 0 ? Buffer.concat([end, piece]) : piece;
      for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + mark.length)) this.events += 1;
      end = Buffer.from(text.subarray(Math.max(0, text.length - mark.length + 1)));
      this.#told();
    };
    read(head);
    socket.on('data', read);
  }

  /** Resolves when all readers together have had this many events. */
  async had(events) {
    if (this.events < events) await new Promise((resolve) => this.#waiting.push({ events, resolve }));
  }

  /** Resolves when the server has ended every stream. */
  async ended() {
    await Promise.all(this.#sockets.map((socket) => socket.readableEnded || once(socket, 'close')));
  }

  close() {
    for (const socket of this.#sockets) socket.destroy();
  }

  #told() {
    while (this.#waiting.length > 0 && this.events >= this.#waiting[0].events) this.#waiting.shift().resolve();
  }
}
