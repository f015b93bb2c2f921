import { randomUUID } from 'node:crypto';
import type { AuditEvent, Job, Page, PendingWork, Problem } from '@hyprbox/contracts';
import { eventually } from '@hyprbox/testing';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type Caller, type TestServer } from '../../test/test-server.js';

describe('a job for a host that is away', () => {
  let server: TestServer;
  let away: Caller;

  beforeAll(async () => {
    server = await startTestServer({ HYPRBOX_LEASE_SECONDS: '4' });
    away = await server.node('away');
    await server.node('here');
    const sql = `UPDATE nodes SET last_seen_at = now() - interval '1 hour', reported_offline_at = now() WHERE id = 'away'`;
    await server.app.get(DataSource).query(sql);
  });
  afterAll(() => server.stop());

  const order = <T = Job>(nodeId: string, more: object = {}) =>
    server.admin.post<T>('/jobs', { nodeId, preset: 'system-facts', variables: {}, ...more });
  const show = async (id: string): Promise<Job> => (await server.admin.get<Job>(`/jobs/${id}`)).body;
  const claimed = async (): Promise<string | undefined> =>
    (await away.get<PendingWork>(`/jobs/pending?nodeId=away&claimId=${randomUUID()}`)).body.job?.id;

  it.each(['SKIP', 'FAIL'])('is refused where it is not to wait (%s), and says what to do', async (whenOffline) => {
    const { status, body } = await order<Problem>('away', { whenOffline });
    expect([status, body.code, body.detail]).toEqual([409, 'HOST_AWAY', expect.stringContaining('away is offline')]);
    expect((await order('here', { whenOffline })).status).toBe(201);
  });

  it('waits for it, and is run by it later', async () => {
    const { status, body } = await order('away', { whenOffline: 'WAIT' });
    expect([status, body.status, body.rolloutId]).toEqual([201, 'QUEUED', null]);
    const [row] = await server.app
      .get(DataSource)
      .query(`SELECT extract(epoch FROM expires_at - created_at)::integer AS waits FROM executions WHERE id = $1`, [
        body.id,
      ]);
    expect(row).toEqual({ waits: 24 * 60 * 60 });
    expect(await claimed()).toBe(body.id);
  });

  it('is called off after the time that it is to wait, once, and never handed out then', async () => {
    const { body } = await order('away', { waitSeconds: 1 });
    const other = await order('here', { waitSeconds: 1 });
    await eventually(async () => expect((await show(body.id)).status).toBe('CANCELLED'), { timeoutMs: 20_000 });
    expect(await show(body.id)).toMatchObject({ reason: 'EXPIRED', startedAt: null });
    expect(await claimed()).toBeUndefined();
    await eventually(async () => expect((await show(other.body.id)).reason).toBe('EXPIRED'));
    const { items } = (await server.admin.get<Page<AuditEvent>>(`/audit?action=job.complete&target=${body.id}`)).body;
    expect(items).toMatchObject([{ actor: { type: 'system' }, details: { reason: 'EXPIRED' } }]);
  });

  it.each([{ waitSeconds: 0 }, { waitSeconds: 30 * 24 * 3600 + 1 }, { whenOffline: 'NEVER' }])(
    'is refused with %o',
    async (fault) => {
      const { status, body } = await order<Problem>('away', fault);
      expect([status, body.errors?.map(({ pointer }) => pointer)]).toEqual([400, [`/${Object.keys(fault)[0]}`]]);
    },
  );
});
