import {
  isTargetOver,
  type AlertWindow,
  type Role,
  type RolloutState,
  type SignedIn,
  type TargetState,
} from '@hyprbox/contracts';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { Notifications } from '../src/notifications/notifications.js';
import { taskLockSpace } from '../src/scheduled-tasks/scheduled-tasks.repository.js';
import { admin, type Caller, type TestServer } from './test-server.js';

/** What a test of rollouts needs besides them: hosts, users, windows. No rollout goes on while this is there. */
export class RolloutsAtRest implements AsyncDisposable {
  private readonly callers = new Map<Role, Caller>();

  private constructor(
    private readonly server: TestServer,
    private readonly turn: pg.Client,
  ) {}

  /** Takes the server's turn to let rollouts go on, and keeps it. */
  static async of(server: TestServer): Promise<RolloutsAtRest> {
    const turn = new pg.Client({ connectionString: server.database.url });
    await turn.connect();
    await turn.query(`SELECT pg_advisory_lock($1, hashtext('rollouts'))`, [taskLockSpace]);
    return new RolloutsAtRest(server, turn);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.turn.end();
  }

  /** Hosts that have just reported, and are not missed before the test is over. */
  async nodes(ids: readonly string[], tags: readonly string[] = []): Promise<void> {
    await this.sql(
      `INSERT INTO nodes (id, hostname, interval_seconds, created_at, last_seen_at, tags)
       SELECT id, id, 3600, now(), now(), $2 FROM unnest($1::text[]) AS id`,
      [ids, tags],
    );
  }

  /** From now on the host is away. */
  async silent(id: string): Promise<void> {
    await this.sql(
      `UPDATE nodes SET last_seen_at = now() - interval '1 hour', reported_offline_at = now() WHERE id = $1`,
      [id],
    );
  }

  /** A maintenance of these hosts that is open, or opens at a time. @returns its id */
  async maintenance(nodeIds: readonly string[], from = new Date(Date.now() - 60_000).toISOString()): Promise<string> {
    const { body } = await this.server.admin.post<AlertWindow>('/alerts/windows', {
      name: 'maintenance',
      kind: 'MAINTENANCE',
      selector: { nodeIds },
      from,
      to: new Date(Date.now() + 7_200_000).toISOString(),
    });
    return body.id;
  }

  /** What became of some hosts of a rollout, and the jobs that they ran. */
  async become(
    id: string,
    nodeIds: readonly string[],
    state: TargetState,
    more: { jobId?: string; exitCode?: number } = {},
  ): Promise<void> {
    await this.sql(
      `UPDATE rollout_targets SET state = $3, job_id = coalesce($4, job_id), exit_code = $5,
         started_at = now(), finished_at = CASE WHEN $6 THEN now() END
       WHERE rollout_id = $1 AND node_id = ANY($2)`,
      [id, nodeIds, state, more.jobId ?? null, more.exitCode ?? null, isTargetOver(state)],
    );
    this.tell(id);
  }

  async end(id: string, state: RolloutState): Promise<void> {
    await this.sql('UPDATE rollouts SET state = $2, finished_at = now() WHERE id = $1', [id, state]);
    this.tell(id);
  }

  private tell(id: string): void {
    this.server.app.get(Notifications).publish({ topic: 'rollout', id });
  }

  /** A signed-in user of a role, always the same. */
  async caller(role: Role): Promise<Caller> {
    const known = this.callers.get(role);
    if (known) return known;
    const email = `${role.toLowerCase()}@example.com`;
    await this.sql(
      `INSERT INTO users (id, email, name, password_hash, role, created_at)
       SELECT gen_random_uuid(), $1, $2, password_hash, $2, now() FROM users WHERE email = $3`,
      [email, role, admin.email],
    );
    const { body } = await this.server.anonymous.post<SignedIn>('/auth/login', { ...admin, email });
    const caller = this.server.as(body.token);
    this.callers.set(role, caller);
    return caller;
  }

  async rows(statement: string, parameters: unknown[] = []): Promise<object[]> {
    return this.server.app.get(DataSource).query<object[]>(statement, parameters);
  }

  async sql(statement: string, parameters: unknown[] = []): Promise<void> {
    await this.server.app.get(DataSource).query(statement, parameters);
  }
}
