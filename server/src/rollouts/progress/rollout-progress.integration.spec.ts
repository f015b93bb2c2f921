import { randomInt } from 'node:crypto';
import type { AuditEvent, Page } from '@hyprbox/contracts';
import { eventually, guardBudgets } from '@hyprbox/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { startReplica } from '../../../test/replica.js';
import { RolloutsDriver, type ScriptEnd } from '../../../test/rollouts-driver.js';
import { startTestServer, type TestServer } from '../../../test/test-server.js';
import { PresetsService } from '../../presets/presets.service.js';
import { OpenRolloutsRepository } from './open-rollouts.repository.js';
import { RolloutProgressService } from './rollout-progress.service.js';

const environment = { HYPRBOX_LEASE_SECONDS: '4', HYPRBOX_JWT_SECRET: 'only for tests, and long enough for them' };

describe('a rollout', () => {
  let server: TestServer;
  let rollouts: RolloutsDriver;
  let fleets = 0;

  beforeAll(async () => {
    server = await startTestServer(environment);
    rollouts = new RolloutsDriver(server);
    // Whatever these tests do, no budget is ever exceeded.
    await guardBudgets(server.database.ownerUrl);
  });
  afterAll(() => server.stop());
  afterEach(() => vi.restoreAllMocks());

  /** So many new hosts. */
  async function fleet(count: number): Promise<string[]> {
    const name = `fleet${++fleets}`;
    return rollouts.hosts(...Array.from({ length: count }, (_each, index) => `${name}-${index + 1}`));
  }
  const [first, second, third] = [0, 1, 2].map((index) => (ids: string[]) => ids[index] ?? '') as [
    (ids: string[]) => string,
    (ids: string[]) => string,
    (ids: string[]) => string,
  ];
  const audited = async (id: string): Promise<string[]> => {
    const { body } = await server.admin.get<Page<AuditEvent>>(`/audit?target=${id}`);
    return body.items.map(({ action, actor }) => `${action} ${actor.type}`).toReversed();
  };

  describe('goes on wave by wave', () => {
    it('with what was frozen when it was made, and tells how it ended', async () => {
      const hosts = await fleet(3);
      const waves = [{ size: '1' }, { size: '100%' }];
      const { id, script } = await rollouts.start(hosts, { waves });
      await rollouts.until(id, ['QUEUED', 'PENDING', 'PENDING']);
      // What the preset would be from now on is nobody's concern.
      vi.spyOn(server.app.get(PresetsService), 'render').mockImplementation(() => {
        throw new Error('It was rendered again.');
      });
      const jobs = [await rollouts.run(first(hosts))];
      jobs.push(await rollouts.begin(second(hosts)), await rollouts.begin(third(hosts)));
      expect(jobs.map((job) => job.script)).toEqual([script, script, script]);
      await rollouts.until(id, ['SUCCEEDED', 'RUNNING', 'RUNNING']);
      await rollouts.end(second(hosts), jobs[1]?.id ?? '');
      await rollouts.end(third(hosts), jobs[2]?.id ?? '', { exitCode: 3 });
      const over = await rollouts.untilState(id, 'PARTIAL');
      expect(over).toMatchObject({ wave: 2, counts: { succeeded: 2, failed: 1 }, finishedAt: expect.any(String) });
      expect(over.waves.every(({ startedAt, finishedAt }) => startedAt !== null && finishedAt !== null)).toBe(true);
      expect(await rollouts.states(id)).toEqual(['SUCCEEDED', 'SUCCEEDED', 'FAILED EXIT_CODE']);
      expect(await audited(id)).toEqual(['rollout.create user', 'rollout.complete system']);
    });

    it('after the soak of the one before', async () => {
      const hosts = await fleet(2);
      const { id } = await rollouts.start(hosts, { waves: [{ size: '1', soakSeconds: 3600 }, { size: '100%' }] });
      await rollouts.run(first(hosts));
      await eventually(async () => {
        const [row] = await rollouts.sql<{ ended: boolean }>(
          'SELECT ended_at IS NOT NULL AS ended FROM rollout_waves WHERE rollout_id = $1 AND number = 1',
          [id],
        );
        return row?.ended;
      });
      expect(await rollouts.claim(second(hosts))).toBeNull();
      await rollouts.sql(`UPDATE rollout_waves SET ended_at = ended_at - interval '1 hour' WHERE rollout_id = $1`, [
        id,
      ]);
      await rollouts.look();
      await rollouts.run(second(hosts));
      await rollouts.untilState(id, 'SUCCEEDED');
    });

    it('by giving each of many hosts that wait its own script, and looks together at what ends together', async () => {
      const hosts = await fleet(40);
      const waiting = hosts.map((host) => rollouts.claim(host, 30));
      const { id } = await rollouts.start(hosts);
      const jobs = await Promise.all(waiting);
      expect(new Set(jobs.map((job) => job?.id)).size).toBe(hosts.length);
      const looks = vi.spyOn(server.app.get(OpenRolloutsRepository, { strict: false }), 'due');
      await Promise.all(hosts.map((host, index) => rollouts.end(host, jobs[index]?.id ?? '')));
      await rollouts.untilState(id, 'SUCCEEDED');
      expect(looks.mock.calls.length).toBeLessThan(hosts.length / 2);
    });

    it('at the time that it is to start', async () => {
      const hosts = await fleet(1);
      const startAt = new Date(Date.now() + 1_500);
      const { id, state } = await rollouts.start(hosts, { startAt: startAt.toISOString() });
      expect(state).toBe('SCHEDULED');
      await rollouts.run(first(hosts));
      const { startedAt } = await rollouts.untilState(id, 'SUCCEEDED');
      expect(Date.parse(startedAt ?? '')).toBeGreaterThanOrEqual(startAt.getTime());
    });
  });

  describe('keeps within its budget', () => {
    it('whatever becomes of the hosts, and stops where it is used up', async () => {
      for (let round = 0; round < 2; round++) {
        const hosts = await fleet(10);
        const budget = randomInt(1, 5);
        const { id } = await rollouts.start(hosts, {
          budget,
          waves: [{ size: '2' }, { size: '50%' }, { size: '100%' }],
        });
        const ends: ScriptEnd[] = [
          { exitCode: 0 },
          { exitCode: 0 },
          { exitCode: 1 },
          { exitCode: null, reason: 'TIMEOUT' },
          { exitCode: null, reason: 'CANCELLED' },
        ];
        const live = async (host: string): Promise<void> => {
          const job = await rollouts.claim(host);
          if (!job) return;
          expect(await rollouts.used(id)).toBeLessThanOrEqual(budget);
          await rollouts.end(host, job.id, ends[randomInt(ends.length)]);
          expect(await rollouts.used(id)).toBeLessThanOrEqual(budget);
        };
        await eventually(
          async () => {
            await Promise.all(hosts.map(live));
            return (await rollouts.get(id)).state !== 'RUNNING';
          },
          { timeoutMs: 20_000 },
        );
        const { state, counts } = await rollouts.get(id);
        expect(counts.failed + counts.lost).toBeLessThanOrEqual(budget);
        if (state === 'HALTED') expect([counts.failed, counts.pending > 0]).toEqual([budget, true]);
        const [row] = await rollouts.sql(
          'SELECT count(*)::integer AS jobs, count(DISTINCT node_id)::integer AS nodes FROM jobs WHERE rollout_id = $1',
          [id],
        );
        expect(row, 'one job a host').toMatchObject({ jobs: 10 - counts.pending, nodes: 10 - counts.pending });
      }
    });

    it('and goes on with a larger one only', async () => {
      const hosts = await fleet(3);
      const { id } = await rollouts.start(hosts, { budget: 1 });
      await rollouts.run(first(hosts), { exitCode: 1 });
      const { detail } = await rollouts.untilState(id, 'HALTED BUDGET');
      expect(detail).toBe('1 of 3 hosts failed or were lost; the budget is 1.');
      expect(await rollouts.claim(second(hosts))).toBeNull();
      for (const body of [{}, { budget: 1 }, { budget: '40%' }]) {
        const { status, body: problem } = await rollouts.refused(id, 'resume', body);
        expect([status, problem.code, problem.detail]).toEqual([
          409,
          'BUDGET_USED_UP',
          expect.stringMatching(/larger/),
        ]);
      }
      expect((await rollouts.ask(id, 'resume', { budget: 2 })).body).toMatchObject({ state: 'RUNNING', budget: 2 });
      await rollouts.run(second(hosts));
      await rollouts.run(third(hosts));
      await rollouts.untilState(id, 'PARTIAL');
      expect(await audited(id)).toEqual([
        'rollout.create user',
        'rollout.halt system',
        'rollout.resume user',
        'rollout.complete system',
      ]);
    });

    it('also when an agent is lost, whose late end changes nothing', async () => {
      const hosts = await fleet(2);
      const { id } = await rollouts.start(hosts, { budget: 1 });
      const job = await rollouts.begin(first(hosts));
      await rollouts.sql(`UPDATE executions SET lease_expires_at = now() - interval '1 s' WHERE id = $1`, [job.id]);
      await rollouts.untilState(id, 'HALTED BUDGET');
      await rollouts.end(first(hosts), job.id);
      await rollouts.look();
      expect(await rollouts.states(id)).toEqual(['LOST AGENT_LOST', 'PENDING']);
    });

    it('with a step at the same moment in several places', async () => {
      const hosts = await fleet(6);
      const { id } = await rollouts.start(hosts, { budget: 2 });
      const progress = server.app.get(RolloutProgressService, { strict: false });
      await Promise.all(Array.from({ length: 8 }, () => progress.advance(id)));
      expect(await rollouts.used(id)).toBe(2);
      const [row] = await rollouts.sql('SELECT count(*)::integer AS jobs FROM jobs WHERE rollout_id = $1', [id]);
      expect(row).toEqual({ jobs: 2 });
      await rollouts.ask(id, 'abort');
    });
  });

  describe('is led by people', () => {
    it('who pause it: what is queued does not start, what runs goes on', async () => {
      const hosts = await fleet(3);
      const { id } = await rollouts.start(hosts, { budget: 2 });
      const running = await rollouts.begin(first(hosts));
      await rollouts.until(id, ['RUNNING', 'QUEUED', 'PENDING']);
      const { body } = await rollouts.ask(id, 'pause', { reason: 'lunch' });
      expect(body).toMatchObject({ state: 'PAUSED', reason: 'BY_USER', detail: 'lunch' });
      expect(await rollouts.claim(second(hosts))).toBeNull();
      expect((await rollouts.ask(id, 'pause')).body.detail).toBe('lunch');
      await rollouts.end(first(hosts), running.id);
      await rollouts.until(id, ['SUCCEEDED', 'QUEUED', 'PENDING']);
      expect(await rollouts.claim(third(hosts))).toBeNull();
      expect((await rollouts.ask(id, 'resume')).body).toMatchObject({ state: 'RUNNING', reason: null, detail: null });
      await rollouts.run(second(hosts));
      await rollouts.run(third(hosts));
      await rollouts.untilState(id, 'SUCCEEDED');
      expect((await rollouts.refused(id, 'pause')).body.detail).toBe("The rollout has succeeded; it can't be paused.");
      expect((await rollouts.refused(id, 'abort')).status).toBe(409);
    });

    it('who abort it: nothing starts any more, what has been taken is asked to end', async () => {
      const hosts = await fleet(3);
      const { id } = await rollouts.start(hosts, { budget: 2 });
      const taken = await rollouts.begin(first(hosts));
      await rollouts.until(id, ['RUNNING', 'QUEUED', 'PENDING']);
      expect((await rollouts.ask(id, 'abort')).body).toMatchObject({ state: 'ABORTED', finishedAt: null });
      expect((await rollouts.ask(id, 'abort')).status).toBe(200);
      await rollouts.until(id, ['RUNNING', 'CANCELLED ABORTED', 'CANCELLED ABORTED']);
      const [row] = await rollouts.sql('SELECT cancel_requested_at AS at FROM executions WHERE id = $1', [taken.id]);
      expect(row).toEqual({ at: expect.any(Date) });
      expect(await rollouts.claim(second(hosts))).toBeNull();
      await rollouts.end(first(hosts), taken.id, { exitCode: null, reason: 'CANCELLED' });
      await eventually(async () => expect((await rollouts.get(id)).finishedAt).not.toBeNull());
      expect(await rollouts.states(id)).toEqual(Array.from({ length: 3 }, () => 'CANCELLED ABORTED'));
      expect((await rollouts.refused(id, 'resume')).status).toBe(409);
      expect(await audited(id)).toEqual(['rollout.create user', 'rollout.abort user']);
    });
  });

  describe('knows that hosts come and go', () => {
    it('waits for those that are away, which hold up nobody once another one has succeeded', async () => {
      const hosts = await fleet(3);
      await rollouts.silence(first(hosts));
      const { id } = await rollouts.start(hosts, { waves: [{ size: '2' }, { size: '100%' }] });
      await rollouts.until(id, ['WAITING_HOST OFFLINE', 'QUEUED', 'PENDING']);
      const [{ waitUntil } = {}] = await rollouts.targets(id);
      expect(Date.parse(waitUntil ?? '')).toBeGreaterThan(Date.now() + 86_000_000);
      await rollouts.run(second(hosts));
      await rollouts.run(third(hosts));
      await rollouts.until(id, ['WAITING_HOST OFFLINE', 'SUCCEEDED', 'SUCCEEDED']);
      await rollouts.beat(first(hosts));
      await rollouts.run(first(hosts));
      await rollouts.untilState(id, 'SUCCEEDED');
    });

    it('does not go past a canary that is away', async () => {
      const hosts = await fleet(2);
      await rollouts.silence(first(hosts));
      const { id } = await rollouts.start(hosts, { waves: [{ size: '1' }, { size: '100%' }], waitSeconds: 1 });
      await rollouts.until(id, ['WAITING_HOST OFFLINE', 'PENDING']);
      expect(await rollouts.claim(second(hosts))).toBeNull();
      // Nobody waits for ever.
      await eventually(async () => {
        await rollouts.look();
        return (await rollouts.states(id))[0] === 'EXPIRED OFFLINE';
      });
      await rollouts.run(second(hosts));
      await rollouts.untilState(id, 'PARTIAL');
    });

    it.each([
      ['SKIP', 'SKIPPED OFFLINE', 'PARTIAL'],
      ['FAIL', 'FAILED OFFLINE', 'PARTIAL'],
    ])('passes over those that are away (%s)', async (whenOffline, state, end) => {
      const hosts = await fleet(2);
      await rollouts.silence(first(hosts));
      const { id } = await rollouts.start(hosts, { whenOffline });
      await rollouts.until(id, [state, 'QUEUED']);
      await rollouts.run(second(hosts));
      await rollouts.untilState(id, end);
    });

    it('counts as failed no more of them than the budget has room for', async () => {
      const hosts = await fleet(4);
      for (const host of hosts) await rollouts.silence(host);
      const { id } = await rollouts.start(hosts, { whenOffline: 'FAIL', budget: 2 });
      await rollouts.untilState(id, 'HALTED BUDGET');
      expect(await rollouts.states(id)).toEqual(['FAILED OFFLINE', 'FAILED OFFLINE', 'PENDING', 'PENDING']);
    });

    it('takes back what a host that went away has not taken, and gives it anew on its return', async () => {
      const hosts = await fleet(1);
      const { id } = await rollouts.start(hosts);
      await rollouts.until(id, ['QUEUED']);
      const [{ jobId: before } = {}] = await rollouts.targets(id);
      await rollouts.silence(first(hosts));
      await rollouts.until(id, ['WAITING_HOST OFFLINE']);
      expect(await rollouts.claim(first(hosts))).toBeNull();
      await rollouts.beat(first(hosts));
      const { id: jobId } = await rollouts.run(first(hosts));
      expect(jobId).not.toBe(before);
      await rollouts.untilState(id, 'SUCCEEDED');
    });

    it('leaves out those that are decommissioned, before their turn and after', async () => {
      const hosts = await fleet(3);
      const { id } = await rollouts.start(hosts, { budget: 2 });
      await rollouts.until(id, ['QUEUED', 'QUEUED', 'PENDING']);
      await server.admin.delete(`/nodes/${first(hosts)}`);
      await server.admin.delete(`/nodes/${third(hosts)}`);
      await rollouts.run(second(hosts));
      await rollouts.untilState(id, 'PARTIAL');
      expect(await rollouts.states(id)).toEqual(['SKIPPED DECOMMISSIONED', 'SUCCEEDED', 'SKIPPED DECOMMISSIONED']);
    });

    it('waits for those that are under maintenance, unless it is asked not to', async () => {
      const hosts = await fleet(2);
      const { body: window } = await server.admin.post<{ id: string }>('/alerts/windows', {
        name: 'maintenance',
        kind: 'MAINTENANCE',
        selector: { nodeIds: [first(hosts)] },
        from: new Date(Date.now() - 60_000).toISOString(),
        to: new Date(Date.now() + 3_600_000).toISOString(),
      });
      const { id } = await rollouts.start(hosts);
      await rollouts.until(id, ['WAITING_HOST MAINTENANCE', 'QUEUED']);
      const regardless = await rollouts.start([first(hosts)], { duringMaintenance: true });
      const within = await rollouts.start([first(hosts)], { windowId: window.id });
      await rollouts.run(first(hosts));
      await rollouts.run(first(hosts));
      await rollouts.untilState(regardless.id, 'SUCCEEDED');
      await rollouts.untilState(within.id, 'SUCCEEDED');
      await server.admin.delete(`/alerts/windows/${window.id}`);
      await rollouts.run(second(hosts));
      await rollouts.look();
      await rollouts.run(first(hosts));
      await rollouts.untilState(id, 'SUCCEEDED');
    });

    it('starts nothing while its window is shut, and says when it opens', async () => {
      const hosts = await fleet(1);
      const opensAt = new Date(Date.now() + 3_600_000).toISOString();
      const times = { from: opensAt, to: new Date(Date.now() + 7_200_000).toISOString() };
      const window = { name: 'tonight', kind: 'MAINTENANCE', selector: { all: true }, ...times };
      const { body } = await server.admin.post<{ id: string }>('/alerts/windows', window);
      const { id } = await rollouts.start(hosts, { windowId: body.id });
      const { detail } = await rollouts.untilState(id, 'RUNNING WINDOW');
      expect(detail).toBe(`Its maintenance window opens at ${opensAt}.`);
      expect(await rollouts.claim(first(hosts))).toBeNull();
      await rollouts.sql(`UPDATE alert_windows SET from_at = now() - interval '1 s' WHERE id = $1`, [body.id]);
      await rollouts.look();
      const job = await rollouts.begin(first(hosts));
      expect(await rollouts.get(id)).toMatchObject({ state: 'RUNNING', reason: null, detail: null });
      await rollouts.end(first(hosts), job.id);
      await rollouts.untilState(id, 'SUCCEEDED');
      await server.admin.delete(`/alerts/windows/${body.id}`);
    });
  });

  describe('between two waves', () => {
    const waves = [{ size: '1' }, { size: '100%' }];
    /** As if its gates had been asked for so long. */
    const age = async (id: string): Promise<void> => {
      await rollouts.sql(`UPDATE rollout_waves SET gates_since = now() - interval '11 minutes' WHERE rollout_id = $1`, [
        id,
      ]);
      await rollouts.look();
    };
    const gatesAsked = (id: string): Promise<unknown> =>
      eventually(async () => {
        const asked = 'SELECT 1 FROM rollout_waves WHERE rollout_id = $1 AND gates_since IS NOT NULL';
        return (await rollouts.sql(asked, [id])).length > 0;
      });

    it('waits for a person to say so', async () => {
      const hosts = await fleet(2);
      const { id } = await rollouts.start(hosts, { waves, gates: { confirm: true } });
      await rollouts.run(first(hosts));
      await rollouts.untilState(id, 'PAUSED CONFIRM');
      expect(await rollouts.claim(second(hosts))).toBeNull();
      await rollouts.ask(id, 'resume');
      await rollouts.run(second(hosts));
      await rollouts.untilState(id, 'SUCCEEDED');
    });

    it('waits until its hosts have been heard, and stops where one is not', async () => {
      const hosts = await fleet(2);
      const heard = await rollouts.start(hosts, { waves, gates: { heartbeat: true } });
      await rollouts.run(first(hosts));
      await gatesAsked(heard.id);
      expect(await rollouts.claim(second(hosts))).toBeNull();
      await rollouts.beat(first(hosts));
      await rollouts.look();
      await rollouts.run(second(hosts));
      await rollouts.untilState(heard.id, 'SUCCEEDED');

      const unheard = await rollouts.start(hosts, { waves, gates: { heartbeat: true } });
      await rollouts.run(first(hosts));
      await gatesAsked(unheard.id);
      await age(unheard.id);
      const { detail } = await rollouts.untilState(unheard.id, 'HALTED GATE_HEARTBEAT');
      expect(detail).toBe(`${first(hosts)} has not been heard since its script ended.`);
      // Whoever resumes it has looked, and lets it go on.
      await rollouts.ask(unheard.id, 'resume');
      await rollouts.run(second(hosts));
      await rollouts.untilState(unheard.id, 'SUCCEEDED');
    });

    it('stops where a critical alert has fired on one of its hosts', async () => {
      const hosts = await fleet(2);
      const { id } = await rollouts.start(hosts, { waves, gates: { noNewCritical: true } });
      const job = await rollouts.begin(first(hosts));
      await rollouts.sql(
        `INSERT INTO alerts (id, rule_id, rule_name, kind, severity, target, node_id, state, unit, pending_since, fired_at,
           resolved_at, times_fired, changes, keep_seconds, routed)
         SELECT gen_random_uuid(), gen_random_uuid(), 'Disk full', 'METRIC', 'CRITICAL', '', $1, 'RESOLVED', '%', now(), now(),
           now(), 1, '{}', 0, false`,
        [first(hosts)],
      );
      await rollouts.end(first(hosts), job.id);
      const { detail } = await rollouts.untilState(id, 'HALTED GATE_CRITICAL');
      expect(detail).toBe(`The alert Disk full fired on ${first(hosts)}.`);
      await rollouts.ask(id, 'abort');
    });

    it('has a preset succeed on each host first', async () => {
      const hosts = await fleet(3);
      const [one, two] = [first(hosts), second(hosts)];
      const { id } = await rollouts.start(hosts, {
        waves: [{ size: '2' }, { size: '100%' }],
        gates: { checkPreset: 'system-facts' },
      });
      const jobs = [await rollouts.run(one), await rollouts.run(two)];
      const checks = [await rollouts.begin(one), await rollouts.begin(two)];
      expect(checks.map((check) => check.id)).not.toEqual(jobs.map((job) => job.id));
      await rollouts.end(one, checks[0]?.id ?? '');
      expect(await rollouts.claim(third(hosts))).toBeNull();
      await rollouts.end(two, checks[1]?.id ?? '', { exitCode: 2 });
      const { detail } = await rollouts.untilState(id, 'HALTED GATE_CHECK');
      expect(detail).toBe(`system-facts failed on ${two}: exit code 2.`);
      expect((await rollouts.targets(id)).map(({ checkJobId }) => checkJobId)).toEqual([
        checks[0]?.id,
        checks[1]?.id,
        null,
      ]);
      await rollouts.ask(id, 'abort');
    });

    it('waits only so long for a check that nobody runs', async () => {
      const hosts = await fleet(2);
      const { id } = await rollouts.start(hosts, { waves, gates: { checkPreset: 'system-facts' } });
      await rollouts.run(first(hosts));
      await gatesAsked(id);
      await age(id);
      const { detail } = await rollouts.untilState(id, 'HALTED GATE_CHECK');
      expect(detail).toBe(`system-facts has not ended on ${first(hosts)}.`);
      await rollouts.ask(id, 'abort');
      expect(await rollouts.claim(first(hosts)), 'the check was called off').toBeNull();
    });
  });

  it('goes on with whichever of two replicas is there', async () => {
    const hosts = await fleet(3);
    const { id } = await rollouts.start(hosts, { budget: 1 });
    await rollouts.run(first(hosts));
    {
      await using replica = await startReplica(server.database.url, environment);
      const other = server.as(server.admin.token ?? '');
      const answer = await fetch(`${replica.url}/api/rollouts/${id}/pause`, {
        method: 'POST',
        headers: { authorization: `Bearer ${other.token ?? ''}`, 'content-type': 'application/json' },
        body: '{}',
      });
      expect(answer.status).toBe(200);
      expect(await rollouts.claim(second(hosts))).toBeNull();
      await rollouts.ask(id, 'resume');
      await rollouts.run(second(hosts));
    }
    await rollouts.run(third(hosts));
    await rollouts.untilState(id, 'SUCCEEDED');
    const [row] = await rollouts.sql('SELECT count(*)::integer AS jobs FROM jobs WHERE rollout_id = $1', [id]);
    expect(row).toEqual({ jobs: 3 });
  });
});
