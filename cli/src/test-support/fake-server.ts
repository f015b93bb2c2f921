import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FakeRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  body: unknown;
}

type Handler = (request: FakeRequest, response: ServerResponse) => void;

/** A server over real HTTP that answers the routes a test gives it; anything else is a 404 problem. */
export class FakeServer {
  readonly received: FakeRequest[] = [];
  private readonly routes = new Map<string, Handler>();
  private readonly server: Server = createServer((request, response) => void this.handle(request, response));

  static async start(): Promise<FakeServer> {
    const fake = new FakeServer();
    await new Promise<void>((resolve) => fake.server.listen(0, '127.0.0.1', resolve));
    return fake;
  }

  get url(): string {
    const address = this.server.address() as AddressInfo; // it listens on TCP
    return `http://127.0.0.1:${address.port}`;
  }

  /** `route` is a method and a path below `/api`, such as `GET /nodes`. */
  on(route: string, handler: Handler): void {
    this.routes.set(route, handler);
  }

  json(route: string, body: unknown, status = 200): void {
    this.on(route, (_request, response) => sendJson(response, status, body));
  }

  problem(route: string, status: number, code: string, detail: string, headers: Record<string, string> = {}): void {
    this.on(route, (_request, response) => sendProblem(response, status, code, detail, headers));
  }

  sent(route: string): FakeRequest[] {
    return this.received.filter(({ method, path }) => `${method} ${path}` === route);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer); // no encoding is set
    const text = Buffer.concat(chunks).toString();
    const url = new URL(incoming.url ?? '/', 'http://fake');
    const request: FakeRequest = {
      method: incoming.method ?? '',
      path: decodeURIComponent(url.pathname.replace(/^\/api/, '')),
      query: url.searchParams,
      headers: incoming.headers,
      body: text === '' ? undefined : JSON.parse(text),
    };
    this.received.push(request);
    const handler = this.routes.get(`${request.method} ${request.path}`);
    if (handler === undefined) sendProblem(response, 404, 'NOT_FOUND', `There is no ${request.path}`);
    else handler(request, response);
  }
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

export function sendProblem(
  response: ServerResponse,
  status: number,
  code: string,
  detail: string,
  headers: Record<string, string> = {},
): void {
  const instance = response.req.url ?? '/';
  const problem = { type: 'about:blank', title: 'Fault', status, detail, instance, code, requestId: 'r-1' };
  response.writeHead(status, { 'content-type': 'application/problem+json', ...headers }).end(JSON.stringify(problem));
}

/** A job's event stream: the frames, then an end. */
export function sendEvents(response: ServerResponse, frames: readonly string[], end: 'end' | 'cut' | 'stay'): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(frames.join(''), () => {
    if (end === 'end') response.end();
    if (end === 'cut') response.destroy();
  });
}

let frameNumber = 0;
export function frame(event: string, data: object): string {
  frameNumber += 1;
  return `id: ${frameNumber}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
