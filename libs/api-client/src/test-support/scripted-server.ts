import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedRequest {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: string;
}

type Answer = (response: ServerResponse, request: ReceivedRequest) => void;

/** A real HTTP server on a free port that answers each request with the next of its answers, then repeats the last. */
export class ScriptedServer {
  readonly received: ReceivedRequest[] = [];
  private answers: Answer[] = [];
  private readonly server: Server;

  private constructor(listener: (self: ScriptedServer) => RequestListener) {
    this.server = createServer(listener(this));
  }

  static async start(): Promise<ScriptedServer> {
    const scripted = new ScriptedServer((self) => (request, response) => void self.answer(request, response));
    await new Promise<void>((resolve) => scripted.server.listen(0, '127.0.0.1', resolve));
    return scripted;
  }

  get baseUrl(): string {
    const address = this.server.address() as AddressInfo; // it listens on TCP
    return `http://127.0.0.1:${address.port}`;
  }

  script(...answers: Answer[]): void {
    this.answers = answers;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer); // no encoding is set
    const { method = '', url = '', headers } = request;
    const received = { method, url, headers, body: Buffer.concat(chunks).toString() };
    this.received.push(received);
    const next = this.answers.length > 1 ? this.answers.shift() : this.answers[0];
    if (next === undefined) response.writeHead(500).end();
    else next(response, received);
  }
}

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Answer {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  };
}

/** Sends the chunks of an event stream, then ends it or cuts the connection. */
export function eventStream(chunks: readonly (string | Uint8Array)[], end: 'end' | 'cut' | 'stay'): Answer {
  return (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(Buffer.concat(chunks.map((chunk) => Buffer.from(chunk))), () => {
      if (end === 'end') response.end();
      if (end === 'cut') response.destroy();
    });
  };
}

export const cut: Answer = (response) => void response.destroy();
