import type { CompleteRequest, Heartbeat } from '@hyprbox/contracts';
import { executionKinds, limits } from '@hyprbox/contracts';
import { detailOf, readFaults } from './answers.js';
import type { Answer, HttpClient } from './http-client.js';
import type { NodeToken } from './node-token.js';

const callTimeoutMs = 30_000;
/** The server holds a request for work this much shorter than the agent waits for the answer. */
const heldSpareMs = 10_000;

/** How long a server that knows of no kinds is asked without them: it may be brought up to date meanwhile. */
const kindsLeftOutMs = 10 * 60_000;

export interface WorkRequest {
  claimId: string;
  capacity: number;
  running: string[];
}

/** The calls of an agent; each notes whether the token was taken. */
export class NodeApi {
  private kindsLeftOutUntil = 0;

  constructor(
    private readonly http: HttpClient,
    private readonly token: NodeToken,
    private readonly nodeId: string,
  ) {}

  heartbeat(heartbeat: Heartbeat, signal: AbortSignal): Promise<Answer> {
    return this.post('/api/nodes/heartbeat', Buffer.from(JSON.stringify(heartbeat)), signal);
  }

  /** A server of the version before refuses `kinds`, as it does every parameter that it does not know. */
  async pending(request: WorkRequest, signal: AbortSignal): Promise<Answer> {
    if (performance.now() < this.kindsLeftOutUntil) return this.askForWork(request, {}, signal);
    const answer = await this.askForWork(request, { kinds: executionKinds.join(',') }, signal);
    if (answer.status !== 400 || !readFaults(answer.body).some(({ pointer }) => pointer === '?kinds')) return answer;
    this.kindsLeftOutUntil = performance.now() + kindsLeftOutMs;
    return this.askForWork(request, {}, signal);
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
      capacity: String(request.capacity),
      running: request.running.join(','),
      ...more,
    });
    const timeoutMs = limits.pendingWaitSeconds * 1000 + heldSpareMs;
    const path = `/api/jobs/pending?${query.toString()}`;
    return this.noted(await this.http.send({ method: 'GET', path, timeoutMs, signal }));
  }

  private async post(path: string, body: Buffer, signal: AbortSignal): Promise<Answer> {
    return this.noted(await this.http.send({ method: 'POST', path, body, timeoutMs: callTimeoutMs, signal }));
  }

  private noted(answer: Answer): Answer {
    if (answer.status === 401 || answer.status === 403) this.token.refusedWith(answer.status, detailOf(answer.body));
    else if (answer.status < 300) this.token.accepted();
    return answer;
  }
}
