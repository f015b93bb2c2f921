import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedCall {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
  json: Record<string, unknown>;
  /** What it was answered with; 0 while it has no answer. */
  status: number;
}

/** How a service answers; by default 200 and nothing. */
export type ServiceAnswer = (response: ServerResponse, call: ReceivedCall) => void;

/** A service of the outside on this machine, over real HTTP: it keeps what it gets and answers as it is told. */
export class ServiceDouble implements AsyncDisposable {
  readonly calls: ReceivedCall[] = [];
  answer: ServiceAnswer = (response) => response.end();
  private readonly server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      const json: unknown = body.startsWith('{') ? JSON.parse(body) : {};
      const { method = '', url = '', headers } = request;
      // An object of whatever fields: tests say which ones they expect.
      const call = { method, path: url, headers, body, json: json as Record<string, unknown>, status: 0 };
      this.calls.push(call);
      response.on('close', () => (call.status = response.statusCode));
      this.answer(response, call);
    });
  });

  static async start(): Promise<ServiceDouble> {
    const service = new ServiceDouble();
    await new Promise<void>((resolve) => service.server.listen(0, '127.0.0.1', resolve));
    return service;
  }

  get url(): string {
    const { port } = this.server.address() as AddressInfo; // it listens on TCP
    return `http://127.0.0.1:${port}`;
  }

  get last(): ReceivedCall {
    const call = this.calls.at(-1);
    if (!call) throw new Error('The service was not called.');
    return call;
  }

  /** Answers from now on with a status, and JSON or text. */
  answers(status: number, body: object | string = '', headers: Record<string, string> = {}): void {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    this.answer = (response) => response.writeHead(status, headers).end(text);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
