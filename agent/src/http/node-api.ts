import type { CompleteRequest, Heartbeat } from '@hyprbox/contracts';
import { executionKinds, limits } from '@hyprbox/contracts';
import { detailOf, readFaults } from './answers.js';
import type { Answer, HttpClient } from './http-client.js';
import type { NodeToken } from './node-token.js';

const callTimeoutMs = 30_000;
/** A heartbeat without kept samples is small: one that waits for longer hangs on a connection that is gone. */
const heartbeatTimeoutMs = 10_000;
/** The server answers a long poll this much earlier than the agent gives it up. */
const longPollSpareMs = 10_000;

/** How long a server that does not know a parameter is asked without it: it may be brought up to date meanwhile. */
const leftOutMs = 10 * 60_000;

export interface WorkRequest {
  claimId: string;
  capacity: number;
  running: string[];
  /** The newest mark of the server's history that it has shown. */
  timeline: string;
  /** Why no work can be taken, when it can't. */
  unable: string | null;
}

/** The calls of an agent; each notes whether the token was taken. */
export class NodeApi {
  /** When parameters that the server does not know are tried again. */
  private readonly leftOut = new Map<string, number>();
  /** Another machine reports as this node: its jobs are that one's. */
  private isElsewhere = false;

  constructor(
    private readonly http: HttpClient,
    private readonly token: NodeToken,
    private readonly nodeId: string,
  ) {}

  async heartbeat(heartbeat: Heartbeat, signal: AbortSignal): Promise<Answer> {
    const timeoutMs = heartbeat.samples === undefined ? heartbeatTimeoutMs : callTimeoutMs;
    const body = Buffer.from(JSON.stringify(heartbeat));
    const answer = await this.post('/api/nodes/heartbeat', body, signal, timeoutMs);
    this.isElsewhere = answer.status === 409;
    return answer;
  }

  /** A server of a version before refuses each parameter that it does not know, by name. */
  async pending(request: WorkRequest, signal: AbortSignal): Promise<Answer> {
    const newer: [string, string][] = [
      ['kinds', executionKinds.join(',')],
      ['timeline', request.timeline],
    ];
    if (request.unable !== null) newer.push(['unable', request.unable.slice(0, limits.unableLength)]);
    for (;;) {
      const now = performance.now();
      const sent = newer.filter(([name]) => now >= (this.leftOut.get(name) ?? 0));
      const answer = await this.askForWork(request, Object.fromEntries(sent), signal);
      if (answer.status !== 400) return answer;
      const faults = readFaults(answer.body).map(({ pointer }) => pointer);
      const unknown = sent.filter(([name]) => faults.includes(`?${name}`));
      if (unknown.length === 0) return answer;
      for (const [name] of unknown) this.leftOut.set(name, now + leftOutMs);
    }
  }

  /** `body` is a `DeliverOutputRequest`, encoded. */
  deliver(executionId: string, body: Buffer, signal: AbortSignal): Promise<Answer> {
    return this.post(`/api/jobs/${executionId}/output`, body, signal);
  }

  complete(executionId: string, request: CompleteRequest, signal: AbortSignal): Promise<Answer> {
    return this.post(`/api/jobs/${executionId}/complete`, Buffer.from(JSON.stringify(request)), signal);
  }

  private async askForWork(request: WorkRequest, more: Record<string, string>, signal: AbortSignal): Promise<Answer> {
    const query = new URLSearchParams({
      nodeId: this.nodeId,
      wait: String(limits.pendingWaitSeconds),
      claimId: request.claimId,
      capacity: String(this.isElsewhere ? 0 : request.capacity),
      running: request.running.join(','),
      ...more,
    });
    const timeoutMs = limits.pendingWaitSeconds * 1000 + longPollSpareMs;
    const path = `/api/jobs/pending?${query.toString()}`;
    return this.noted(await this.http.send({ method: 'GET', path, timeoutMs, signal }));
  }

  private async post(path: string, body: Buffer, signal: AbortSignal, timeoutMs = callTimeoutMs): Promise<Answer> {
    return this.noted(await this.http.send({ method: 'POST', path, body, timeoutMs, signal }));
  }

  private noted(answer: Answer): Answer {
    if (answer.status === 401 || answer.status === 403) this.token.refusedWith(answer.status, detailOf(answer.body));
    else if (answer.status < 300) this.token.accepted();
    return answer;
  }
}
