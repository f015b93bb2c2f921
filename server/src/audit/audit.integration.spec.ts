import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AuditEvent, AuditVerification, CreatedNodeToken, Page, Problem } from '@hyprbox/contracts';
import pg from 'pg';
import { UnitOfWork } from '../database/unit-of-work.js';
import { systemActor } from '../identity/principal.js';
import { admin, startTestServer, type TestServer } from '../../test/test-server.js';

describe('/api/audit', () => {
  let server: TestServer;
  let database: pg.Client;

  const list = async (query = ''): Promise<AuditEvent[]> =>
    (await server.admin.get<Page<AuditEvent>>(`/audit${query}`)).body.items;
  const verify = async (): Promise<AuditVerification> =>
    (await server.admin.get<AuditVerification>('/audit/verify')).body;
  const createToken = async (name: string): Promise<string> =>
    (await server.admin.post<CreatedNodeToken>('/tokens', { name })).body.id;
  /** As somebody who owns the database and switches its protection off would. */
  const tamper = async (statement: string): Promise<void> => {
    await database.query(`SET session_replication_role = replica; ${statement}; RESET session_replication_role`);
  };

  const start = async (): Promise<void> => {
    server = await startTestServer();
    database = new pg.Client({ connectionString: server.database.ownerUrl });
    await database.connect();
  };
  const stop = async (): Promise<void> => {
    await database.end();
    await server.stop();
  };

  describe('a trail', () => {
    beforeAll(start);
    afterAll(stop);

    it('shows the newest first, each chained to the one before', async () => {
      const id = await createToken('one');
      const [newest, before] = await list();
      expect(newest).toEqual({
        id: expect.any(String),
        seq: (before?.seq ?? 0) + 1,
        at: expect.stringMatching(/\.\d{3}Z$/),
        actor: { type: 'user', id: expect.any(String), name: admin.email },
        action: 'token.create',
        target: { type: 'node-token', id },
        ip: '127.0.0.1',
        userAgent: 'node',
        outcome: 'success',
        details: expect.objectContaining({ name: 'one' }),
        prevHash: before?.hash,
        hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      });
    });

    it('gives one event by its place', async () => {
      const [newest] = await list();
      expect((await server.admin.get<AuditEvent>(`/audit/${newest?.seq}`)).body).toEqual(newest);
      expect((await server.admin.get<Problem>('/audit/999999999')).status).toBe(404);
      for (const place of ['0', '1.5', 'first']) {
        const { status, body } = await server.admin.get<Problem>(`/audit/${place}`);
        expect([place, status, body.errors?.length]).toEqual([place, 400, 1]);
      }
    });

    it('is paged, each event once, also while it grows', async () => {
      for (const name of ['a', 'b', 'c']) await createToken(name);
      const first = (await server.admin.get<Page<AuditEvent>>('/audit?limit=2')).body;
      await createToken('d');
      const second = (await server.admin.get<Page<AuditEvent>>(`/audit?limit=2&cursor=${first.nextCursor}`)).body;
      const seqs = [...first.items, ...second.items].map(({ seq }) => seq);
      expect(seqs).toEqual([0, 1, 2, 3].map((back) => (seqs[0] ?? 0) - back));
    });

    it('is found by actor, action, target and time', async () => {
      const target = await createToken('wanted');
      const [event] = await list();
      const me = event?.actor.id;
      expect(await list(`?target=${target}`)).toEqual([event]);
      expect((await list(`?actor=${me}&limit=1`))[0]).toEqual(event);
      expect((await list(`?actor=${admin.email}&limit=1`))[0]).toEqual(event);
      expect(await list('?actor=nobody')).toEqual([]);
      expect((await list('?action=auth.login')).every(({ action }) => action === 'auth.login')).toBe(true);
      const at = encodeURIComponent(event?.at ?? '');
      expect((await list(`?from=${at}`)).at(-1)?.seq).toBeLessThanOrEqual(event?.seq ?? 0);
      expect((await list(`?to=${at}`)).some(({ seq }) => seq === event?.seq)).toBe(false);
    });

    it.each(['action=no.such', 'from=yesterday', 'limit=201', 'limit=0', 'cursor=x', 'actor=%00', 'order=asc'])(
      'refuses ?%s',
      async (query) => {
        expect((await server.admin.get<Problem>(`/audit?${query}`)).status).toBe(400);
      },
    );

    it('is exported as NDJSON, oldest first, so that anyone can check it', async () => {
      await createToken('last');
      const response = await server.admin.fetch('/audit/export');
      expect(response.headers.get('content-type')).toBe('application/x-ndjson');
      expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="[\w-]+\.ndjson"$/);
      const text = await response.text();
      const lines = text.trimEnd().split('\n');
      let last = '0'.repeat(64);
      for (const line of lines) {
        const { hash, ...event }: AuditEvent = JSON.parse(line);
        expect(event.prevHash).toBe(last);
        const hashed = line.replace(`,"hash":"${hash}"}`, '}');
        expect(createHash('sha256').update(hashed).digest('hex')).toBe(hash);
        last = hash;
      }
      expect(JSON.parse(lines.at(-1) ?? '')).toEqual((await list('?limit=1'))[0]);
      expect(text.endsWith('\n')).toBe(true);
    });

    it('records a change and its event together, or neither', async () => {
      const work = server.app.get(UnitOfWork);
      const before = await list('?limit=1');
      const entry = { actor: systemActor, action: 'settings.update', target: { type: 'settings', id: null } } as const;
      const failing = work.run(entry, async (tx) => {
        await tx.manager.query(`INSERT INTO settings (name, value, updated_at) VALUES ('lost', '1', now())`);
        throw new Error('after the change');
      });
      await expect(failing).rejects.toThrow('after the change');
      const unrecordable = work.run({ ...entry, outcome: 'neither' as 'failure' }, async (tx) => {
        await tx.manager.query(`INSERT INTO settings (name, value, updated_at) VALUES ('lost', '1', now())`);
      });
      await expect(unrecordable).rejects.toThrow(/audit_events/);
      expect(await list('?limit=1')).toEqual(before);
      expect((await database.query(`SELECT 1 FROM settings WHERE name = 'lost'`)).rowCount).toBe(0);
      expect((await verify()).ok).toBe(true);
    });

    it('stays one chain under many writers, whatever they write', async () => {
      const work = server.app.get(UnitOfWork);
      const odd = {
        z: 1e21,
        a: [0.1, null, -0],
        text: 'NUL \0, half \ud800, "quoted", ünïcode 🦀',
        nested: { b: 1, a: 2 },
      };
      const entry = { actor: systemActor, action: 'settings.update', target: { type: 'settings', id: null } } as const;
      await Promise.all(
        Array.from({ length: 30 }, (_, i) => work.run({ ...entry, details: { i, odd } }, () => Promise.resolve())),
      );
      const verification = await verify();
      const [head] = await list('?limit=1');
      expect(verification).toEqual({ ok: true, checked: head?.seq, head: { seq: head?.seq, hash: head?.hash } });
    });

    it.each([
      `UPDATE audit_events SET action = 'x'`,
      'DELETE FROM audit_events',
      'TRUNCATE audit_events',
      'UPDATE audit_head SET seq = 0',
      'DELETE FROM audit_head',
      'TRUNCATE audit_head',
    ])('is protected by the database against %s', async (statement) => {
      await expect(database.query(statement)).rejects.toMatchObject({ code: '42501' });
      expect((await verify()).ok).toBe(true);
    });
  });

  describe('tampering by a superuser is found:', () => {
    beforeEach(async () => {
      await start();
      for (const name of ['first', 'a', 'b', 'c', 'd']) await createToken(name);
      expect((await verify()).ok).toBe(true);
      return stop;
    });

    const forged = `'{"seq":3}'`;
    it.each([
      ['a changed column', `UPDATE audit_events SET actor_name = 'someone else' WHERE seq = 3`, 3],
      ['changed details', `UPDATE audit_events SET details = '{}' WHERE seq = 3`, 3],
      ['a changed time', `UPDATE audit_events SET at = at - interval '1 day' WHERE seq = 3`, 3],
      ['a changed text', `UPDATE audit_events SET canonical = replace(canonical, '"a"', '"x"') WHERE seq = 3`, 3],
      [
        'a text that is no event, with a fitting hash',
        `UPDATE audit_events SET canonical = ${forged}, hash = encode(sha256(${forged}), 'hex') WHERE seq = 3`,
        3,
      ],
      ['a text that is no JSON', `UPDATE audit_events SET canonical = 'gone' WHERE seq = 3`, 3],
      ['a removed event', 'DELETE FROM audit_events WHERE seq = 4', 4],
      ['the first event removed', 'DELETE FROM audit_events WHERE seq = 1', 1],
      ['the last event removed', 'DELETE FROM audit_events WHERE seq = (SELECT max(seq) FROM audit_events)', 6],
      ['everything removed', 'DELETE FROM audit_events WHERE seq > 0', 1],
      [
        'two events swapped',
        `UPDATE audit_events SET seq = CASE seq WHEN 3 THEN -3 ELSE seq END; UPDATE audit_events SET seq = 3 WHERE seq = 4; UPDATE audit_events SET seq = 4 WHERE seq = -3`,
        3,
      ],
      ['an event below the first', `UPDATE audit_events SET seq = -1 WHERE seq = 6`, -1],
      ['the end turned back', `UPDATE audit_head SET seq = 4`, 5],
      ['the end’s hash changed', `UPDATE audit_head SET hash = repeat('f', 64)`, 6],
    ])('%s', async (_, statement, firstBadSeq) => {
      await tamper(statement);
      expect(await verify()).toMatchObject({ ok: false, firstBadSeq });
      // Read as it comes: what was forged need not look like an event.
      expect((await server.admin.fetch('/audit')).status).toBe(200);
    });
  });
});
