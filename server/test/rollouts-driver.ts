import { randomUUID } from 'node:crypto';
import type { Page, PendingWork, Problem, Rollout, RolloutTarget, TargetState } from '@hyprbox/contracts';
import { eventually } from '@hyprbox/testing';
import { DataSource } from 'typeorm';
import { expect } from 'vitest';
import { RolloutsTask } from '../src/rollouts/progress/rollouts.task.js';
import type { Answer, Caller, TestServer } from './test-server.js';

/** How a host's script ends. */
export interface ScriptEnd {
  exitCode?: number | null;
  reason?: 'CANCELLED' | 'TIMEOUT' | 'INTERRUPTED';
}

/** A job as an agent was given it. */
export type Claimed = NonNullable<PendingWork['job']>;

/** Drives rollouts of a server: people's calls, and hosts that run what they are given when a test says so. */
export class RolloutsDriver {
  private readonly agents = new Map<string, Caller>();
  private readonly caller: Caller;

  constructor(private readonly server: TestServer) {
    this.caller = server.admin;
  }

  /** Hosts that have just reported. */
  async hosts(...ids: string[]): Promise<string[]> {
    for (const id of ids) this.agents.set(id, await this.server.node(id));
    return ids;
  }

  async start(nodeIds: readonly string[], more: object = {}): Promise<Rollout> {
    const body = { preset: 'system-facts', selector: { nodeIds }, waves: [{ size: '100%' }], budget: '100%', ...more };
    const answer = await this.caller.post<Rollout>('/rollouts', body);
    expect([answer.status, answer.body]).toEqual([201, expect.anything()]);
    return answer.body;
  }

  async get(id: string): Promise<Rollout> {
    return (await this.caller.get<Rollout>(`/rollouts/${id}`)).body;
  }

  async ask(id: string, what: 'pause' | 'resume' | 'abort', body: object = {}): Promise<Answer<Rollout>> {
    return this.caller.post<Rollout>(`/rollouts/${id}/${what}`, body);
  }

  async refused(id: string, what: 'pause' | 'resume' | 'abort', body: object = {}): Promise<Answer<Problem>> {
    return this.caller.post<Problem>(`/rollouts/${id}/${what}`, body);
  }

  async targets(id: string): Promise<RolloutTarget[]> {
    const { body } = await this.caller.get<Page<RolloutTarget>>(`/rollouts/${id}/targets?limit=200`);
    return body.items.toSorted((a, b) => (a.nodeId < b.nodeId ? -1 : 1));
  }

  /** Each host's state, in the order of their ids; with its reason where it has one. */
  async states(id: string): Promise<string[]> {
    return (await this.targets(id)).map(({ state, reason }) => (reason === null ? state : `${state} ${reason}`));
  }

  /** Waits until the hosts are so. */
  async until(id: string, states: readonly string[]): Promise<void> {
    await eventually(async () => expect(await this.states(id)).toEqual(states), { timeoutMs: 20_000 });
  }

  async untilState(id: string, state: string): Promise<Rollout> {
    return eventually(
      async () => {
        const rollout = await this.get(id);
        expect([rollout.state, rollout.reason].filter((each) => each !== null).join(' ')).toBe(state);
        return rollout;
      },
      { timeoutMs: 20_000 },
    );
  }

  /** @param waitSeconds how long the host waits for something to do */
  async claim(nodeId: string, waitSeconds = 0): Promise<Claimed | null> {
    const { status, body } = await this.agent(nodeId).get<PendingWork>(
      `/jobs/pending?nodeId=${nodeId}&claimId=${randomUUID()}&wait=${waitSeconds}`,
    );
    expect(status).toBe(200);
    return body.job;
  }

  /** Waits until there is something for the host, and takes it. */
  async begin(nodeId: string): Promise<Claimed> {
    return eventually(
      async () => {
        const job = await this.claim(nodeId);
        if (!job) throw new Error(`There is nothing for ${nodeId}.`);
        return job;
      },
      { timeoutMs: 20_000 },
    );
  }

  async end(nodeId: string, jobId: string, { exitCode = 0, reason }: ScriptEnd = {}): Promise<void> {
    const { status } = await this.agent(nodeId).post(`/jobs/${jobId}/complete`, {
      attempt: 1,
      exitCode,
      stdoutBytes: 0,
      stderrBytes: 0,
      ...(reason && { reason }),
    });
    expect(status).toBe(200);
  }

  /** Waits until the host is given its script, and ends it. */
  async run(nodeId: string, end: ScriptEnd = {}): Promise<Claimed> {
    const job = await this.begin(nodeId);
    await this.end(nodeId, job.id, end);
    return job;
  }

  async beat(nodeId: string): Promise<void> {
    const { status } = await this.agent(nodeId).post('/nodes/heartbeat', {
      nodeId,
      hostname: nodeId,
      intervalSeconds: 15,
      metrics: { cpuPct: 1, memPct: 2, diskPct: 3 },
    });
    expect(status).toBe(202);
  }

  /** From now on the host is away. */
  async silence(nodeId: string): Promise<void> {
    await this.sql(
      `UPDATE nodes SET last_seen_at = now() - interval '1 hour', reported_offline_at = now() WHERE id = $1`,
      [nodeId],
    );
    await this.look();
  }

  /** Has all rollouts looked at now, as happens every few seconds. */
  async look(): Promise<void> {
    this.server.app.get(RolloutsTask, { strict: false }).lookAtAll(0);
  }

  async sql<Row>(statement: string, parameters: unknown[] = []): Promise<Row[]> {
    return this.server.app.get(DataSource).query(statement, parameters);
  }

  /** By the rows themselves, at this moment: hosts that take up the budget. */
  async used(id: string): Promise<number> {
    const counted: TargetState[] = ['QUEUED', 'RUNNING', 'FAILED', 'LOST'];
    const [row] = await this.sql<{ used: number }>(
      `SELECT count(*)::integer AS used FROM rollout_targets WHERE rollout_id = $1 AND state = ANY($2)`,
      [id, counted],
    );
    return row?.used ?? 0;
  }

  private agent(nodeId: string): Caller {
    const agent = this.agents.get(nodeId);
    if (!agent) throw new Error(`There is no host ${nodeId}.`);
    return agent;
  }
}
