import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type {
  CancelOrder,
  ClaimedExecution,
  CompleteRequest,
  DeliverOutputRequest,
  Heartbeat,
} from '@hyprbox/contracts';
import type { ReceivedExecution } from './received-execution.js';
import { putBack, queuedExecution, receive } from './received-execution.js';

export type Route = 'heartbeat' | 'pending' | 'output' | 'complete';

/** What happens to one request instead of its ordinary answer. */
export type Fault =
  | { kind: 'answer'; status: number; body?: unknown; headers?: Record<string, string> }
  /** Carried out, but the connection ends before the answer. */
  | { kind: 'drop answer' };

interface Waiter {
  condition: () => boolean;
  resolve: () => void;
}

/** The agent's server over real HTTP, for tests: it keeps what it was sent and fails when it is told to. */
export class FakeServer {
  readonly heartbeats: Heartbeat[] = [];
  /** Also those that met a fault. */
  readonly attemptedHeartbeats: Heartbeat[] = [];
  readonly pendingQueries: URLSearchParams[] = [];
  readonly requests: { route: Route; at: number; authorization: string | undefined }[] = [];
  readonly executions = new Map<string, ReceivedExecution>();
  /** What the answers to requests for work say of the server's history. */
  timeline: string | null = null;
  /** Hands out work whether it was asked for or not. */
  ignoresCapacity = false;
  /** Long polls that wait here: one that the agent gave up goes when its connection's end is noticed. */
  openPolls = 0;
  private readonly queued: ClaimedExecution[] = [];
  private readonly claims = new Map<string, ClaimedExecution>();
  private readonly orders: CancelOrder[] = [];
  private readonly faults: { route: Route; fault: Fault }[] = [];
  private readonly permanent = new Map<Route, Fault>();
  private waiters: Waiter[] = [];

  private constructor(private readonly server: Server) {}

  static async start(port = 0): Promise<FakeServer> {
    const server = createServer();
    const fake = new FakeServer(server);
    server.on('request', (request, response) => void fake.handle(request, response));
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    return fake;
  }

  get port(): number {
    // Listening on TCP, so the address is one.
    return (this.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  queue(script: string, more: Partial<ClaimedExecution> = {}): ReceivedExecution {
    const received = queuedExecution(script, more);
    this.executions.set(received.claimed.id, received);
    this.queued.push(received.claimed);
    this.changed();
    return received;
  }

  /** What a database holds that was copied while the execution was queued, and was put back now. */
  putBack(received: ReceivedExecution): void {
    putBack(received);
    for (const [claimId, claimed] of this.claims) if (claimed === received.claimed) this.claims.delete(claimId);
    this.queued.push(received.claimed);
    this.changed();
  }

  /** Asks for the end of an execution by the long poll. */
  order(cancel: CancelOrder): void {
    this.orders.push(cancel);
    this.changed();
  }

  /** The next request to the route meets the fault; one for each call. */
  failNext(route: Route, fault: Fault): void {
    this.faults.push({ route, fault });
  }

  /** Every request to the route meets the fault, until it is lifted by null. */
  failAlways(route: Route, fault: Fault | null): void {
    if (fault === null) this.permanent.delete(route);
    else this.permanent.set(route, fault);
  }

  until(condition: () => boolean): Promise<void> {
    if (condition()) return Promise.resolve();
    return new Promise((resolve) => this.waiters.push({ condition, resolve }));
  }

  async completion(received: ReceivedExecution): Promise<CompleteRequest> {
    await this.until(() => received.completed !== null);
    if (received.completed === null) throw new Error('not completed');
    return received.completed;
  }

  private changed(): void {
    const due = this.waiters.filter((waiter) => waiter.condition());
    this.waiters = this.waiters.filter((waiter) => !due.includes(waiter));
    for (const waiter of due) waiter.resolve();
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://fake');
    const [, id, action] = /^\/api\/jobs\/([0-9a-f-]{36})\/(output|complete)$/.exec(url.pathname) ?? [];
    const route = routeOf(url.pathname, action);
    const body = await readBody(request);
    if (route === null) return answer(response, 404, {});
    this.requests.push({ route, at: performance.now(), authorization: request.headers.authorization });
    // The tests look at what the agent sends; its type is what they check.
    if (route === 'heartbeat') this.attemptedHeartbeats.push(JSON.parse(body.toString('utf8')) as Heartbeat);
    const fault = this.takeFault(route);
    if (fault?.kind === 'answer') {
      this.changed();
      return answer(response, fault.status, fault.body ?? {}, fault.headers);
    }
    const finish = (status: number, payload: unknown): void => {
      if (fault?.kind === 'drop answer') response.destroy();
      else answer(response, status, payload);
    };
    if (route === 'pending') await this.pending(url.searchParams, request, finish);
    else this.accept(route, id, JSON.parse(body.toString('utf8')), finish);
    this.changed();
  }

  private takeFault(route: Route): Fault | undefined {
    const index = this.faults.findIndex((entry) => entry.route === route);
    return index < 0 ? this.permanent.get(route) : this.faults.splice(index, 1)[0]?.fault;
  }

  private async pending(
    query: URLSearchParams,
    request: IncomingMessage,
    finish: (status: number, body: unknown) => void,
  ): Promise<void> {
    this.pendingQueries.push(query);
    const claimId = query.get('claimId') ?? '';
    const capacity = this.ignoresCapacity ? 1 : Number(query.get('capacity'));
    const hasWork = (): boolean =>
      this.claims.has(claimId) || (capacity > 0 && this.queued.length > 0) || this.orders.length > 0;
    let gone = false;
    request.socket.once('close', () => {
      gone = true;
      this.changed();
    });
    this.changed();
    const waiting = setTimeout(
      () => {
        gone = true;
        finish(200, { job: null, cancel: [] });
        this.changed();
      },
      Number(query.get('wait')) * 1000,
    );
    this.openPolls += 1;
    await this.until(() => gone || hasWork());
    this.openPolls -= 1;
    clearTimeout(waiting);
    this.changed();
    if (gone) return;
    const claimed = this.claims.get(claimId) ?? (capacity > 0 ? this.queued.shift() : undefined) ?? null;
    if (claimed !== null) {
      this.claims.set(claimId, claimed);
      const received = this.executions.get(claimed.id);
      if (received) received.queued = false;
    }
    const timeline = this.timeline === null ? {} : { timeline: this.timeline };
    finish(200, { job: claimed, cancel: this.orders.splice(0), ...timeline });
  }

  private accept(
    route: Exclude<Route, 'pending'>,
    id: string | undefined,
    body: unknown,
    finish: (status: number, body: unknown) => void,
  ): void {
    if (route === 'heartbeat') {
      // The tests look at what the agent sends; its type is what they check.
      this.heartbeats.push(body as Heartbeat);
      return finish(202, { accepted: true });
    }
    const received = this.executions.get(id ?? '');
    if (received === undefined) return finish(404, { code: 'JOB_NOT_FOUND' });
    const { status, body: answered } = receive(received, body as DeliverOutputRequest | CompleteRequest);
    finish(status, answered);
  }
}

function routeOf(path: string, action: string | undefined): Route | null {
  if (path === '/api/nodes/heartbeat') return 'heartbeat';
  if (path === '/api/jobs/pending') return 'pending';
  return action === 'output' || action === 'complete' ? action : null;
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of request) if (Buffer.isBuffer(piece)) pieces.push(piece);
  return Buffer.concat(pieces);
}

function answer(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  const type = status < 400 ? 'application/json' : 'application/problem+json';
  response.writeHead(status, { 'content-type': type, ...headers });
  response.end(JSON.stringify(body));
}
