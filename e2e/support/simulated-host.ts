import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { PendingWork } from '@hyprbox/contracts';
import { aHeartbeat } from '@hyprbox/testing';

const beatMs = 5_000;
const pollSeconds = 5;
const againMs = 200;

/** A host whose scripts take their time and end as told. It asks whichever server answers, as an agent behind a name does. */
export class SimulatedHost {
  /** The jobs that it has begun, each as often as that happened. */
  readonly begun: string[] = [];
  private readonly over = new AbortController();
  private life: Promise<unknown> = Promise.resolve();
  private turn = 0;

  /** @param run carries a script out. @returns its exit code */
  constructor(
    readonly nodeId: string,
    private readonly token: string,
    private readonly urls: readonly string[],
    private readonly run: (host: SimulatedHost) => Promise<number>,
  ) {}

  start(): void {
    this.life = this.live();
  }

  async stop(): Promise<void> {
    this.over.abort();
    await this.life;
  }

  /** The first heartbeat is what makes the token this host's own. */
  private async live(): Promise<void> {
    await this.call('/nodes/heartbeat', aHeartbeat({ nodeId: this.nodeId }));
    await Promise.all([this.beat(), this.work()]);
  }

  private async beat(): Promise<void> {
    while (!this.over.signal.aborted) {
      await delay(beatMs, undefined, { signal: this.over.signal }).catch(() => undefined);
      await this.call('/nodes/heartbeat', aHeartbeat({ nodeId: this.nodeId }));
    }
  }

  private async work(): Promise<void> {
    while (!this.over.signal.aborted) {
      const claimId = randomUUID();
      const path = `/jobs/pending?nodeId=${this.nodeId}&claimId=${claimId}&wait=${pollSeconds}&capacity=1`;
      // The same claim until it is answered: what it was given before may not have arrived.
      const { job } = (await this.call<PendingWork>(path)) ?? { job: null };
      if (!job) continue;
      this.begun.push(job.id);
      const exitCode = await this.run(this);
      const end = { attempt: job.attempt, exitCode, stdoutBytes: 0, stderrBytes: 0 };
      await this.call(`/jobs/${job.id}/complete`, end);
    }
  }

  /** Until a server answers; null at the end of the host. */
  private async call<T>(path: string, body?: object): Promise<T | null> {
    while (!this.over.signal.aborted) {
      const url = this.urls[this.turn++ % this.urls.length];
      try {
        const answer = await fetch(`${url}/api${path}`, {
          method: body ? 'POST' : 'GET',
          headers: { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' },
          signal: this.over.signal,
          ...(body && { body: JSON.stringify(body) }),
        });
        const text = await answer.text();
        // What is asked for is described by the types that the caller names.
        if (answer.ok) return (text === '' ? null : JSON.parse(text)) as T;
        if (answer.status < 500) throw new Error(`${path}: ${answer.status} ${text}`);
      } catch (error) {
        if (!(error instanceof TypeError) && !this.over.signal.aborted) throw error;
      }
      await delay(againMs, undefined, { signal: this.over.signal }).catch(() => undefined);
    }
    return null;
  }
}
