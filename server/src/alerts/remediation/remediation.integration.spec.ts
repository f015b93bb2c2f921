import type { AlertDetails, Job, Page } from '@hyprbox/contracts';
import { aHeartbeat, someMetrics } from '@hyprbox/testing';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Alerts, aRule } from '../../../test/alerts.js';
import { aSource, PresetWriter } from '../../../test/preset-authors.js';
import { startTestServer, type Caller, type TestServer } from '../../../test/test-server.js';
import { RemediationService } from './remediation.service.js';

describe('a rule that names a preset', () => {
  let server: TestServer;
  let alerts: Alerts;
  const agents = new Map<string, Caller>();
  const remediation = { preset: 'system-facts', variables: {}, everySeconds: 600, atOnce: 2 };

  beforeAll(async () => {
    server = await startTestServer();
    alerts = await Alerts.of(server);
    await alerts.forgetFirstRules();
  });

  afterEach(async () => {
    for (const nodeId of agents.keys()) await beat(nodeId, 5);
    await alerts.forgetFirstRules();
    await sql('DELETE FROM alert_windows');
    await sql(`UPDATE executions SET status = 'SUCCEEDED', finished_at = now() WHERE status = 'QUEUED'`);
  });

  afterAll(async () => {
    await alerts[Symbol.asyncDispose]();
    await server.stop();
  });

  const sql = (text: string, parameters: unknown[] = []) => server.app.get(DataSource).query(text, parameters);

  async function beat(nodeId: string, cpuPct: number): Promise<void> {
    const agent = agents.get(nodeId) ?? (await server.node(nodeId));
    agents.set(nodeId, agent);
    await agent.post('/nodes/heartbeat', aHeartbeat({ nodeId, metrics: someMetrics({ cpuPct }) }));
  }

  async function round(): Promise<void> {
    await alerts.evaluate();
    await server.app.get(RemediationService).run();
  }

  const jobsOf = async (nodeId: string): Promise<Job[]> =>
    (await server.admin.get<Page<Job>>(`/jobs?nodeId=${nodeId}`)).body.items;

  it('runs it once when it fires, and links the job', async () => {
    const rule = await alerts.rule(aRule({ name: 'once', remediation }));
    await beat('one', 95);
    await Promise.all([round(), round()]);
    await round();
    const jobs = await jobsOf('one');
    expect(jobs.map(({ preset }) => preset)).toEqual(['system-facts']);
    const [{ id } = { id: '' }] = await alerts.found(rule);
    const { body } = await server.admin.get<AlertDetails>(`/alerts/${id}`);
    expect(body.events.at(-1)).toMatchObject({ kind: 'REMEDIATION', jobId: jobs[0]?.id });
    // Again within the time that a host is left alone.
    await beat('one', 5);
    await round();
    await beat('one', 95);
    await round();
    expect(await jobsOf('one')).toHaveLength(1);
  });

  it('does not run what needs an approval, and says so', async () => {
    await server.admin.patch('/settings', { approvals: { presets: ['system-facts'] } });
    const rule = await alerts.rule(aRule({ name: 'needs an approval', remediation }));
    await beat('careful', 95);
    await round();
    await server.admin.patch('/settings', { approvals: { presets: [] } });
    expect(await jobsOf('careful')).toEqual([]);
    const [{ id } = { id: '' }] = await alerts.found(rule);
    const { body } = await server.admin.get<AlertDetails>(`/alerts/${id}`);
    expect(body.events.at(-1)?.kind).toBe('REMEDIATION');
    expect(body.events.at(-1)?.detail).toContain('was not run: This needs an approval: the settings name its preset.');
  });

  it('does not run what is retired, says so once, and goes on with the others', async () => {
    const presets = new PresetWriter(server.admin);
    await presets.version('greeting', aSource());
    const rule = await alerts.rule(
      aRule({ name: 'retired', remediation: { ...remediation, preset: 'greeting' }, selector: { nodeIds: ['late'] } }),
    );
    await alerts.rule(aRule({ name: 'goes on', remediation, selector: { nodeIds: ['late-too'] } }));
    await presets.retire('greeting');
    for (const nodeId of ['late', 'late-too']) await beat(nodeId, 95);
    await round();
    await round();
    expect(await jobsOf('late')).toEqual([]);
    expect(await jobsOf('late-too')).toHaveLength(1);
    const [{ id } = { id: '' }] = await alerts.found(rule);
    const { body } = await server.admin.get<AlertDetails>(`/alerts/${id}`);
    const noted = body.events.filter(({ kind }) => kind === 'REMEDIATION');
    expect(noted.map(({ jobId = null }) => jobId)).toEqual([null]);
    expect(noted[0]?.detail).toContain('greeting was not run: The preset greeting is retired');
  });

  it('runs it on so many hosts at once, and never on one that is kept quiet', async () => {
    await sql(
      `INSERT INTO alert_windows (id, name, kind, selector, from_at, to_at, created_at)
       VALUES ($1, 'quiet', 'SILENCE', '{"nodeIds": ["quiet"]}', now() - interval '1 minute', now() + interval '1 hour', now())`,
      [uuidv7()],
    );
    await alerts.rule(aRule({ name: 'several', remediation }));
    for (const nodeId of ['quiet', 'a', 'b', 'c']) await beat(nodeId, 95);
    await round();
    await round();
    const counts = await Promise.all(['quiet', 'a', 'b', 'c'].map(async (id) => (await jobsOf(id)).length));
    expect(counts[0]).toBe(0);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(2);
  });

  it('gives it values of each type', async () => {
    const variables = { size_mb: 512, swappiness: 5 };
    await alerts.rule(aRule({ name: 'typed', remediation: { ...remediation, preset: 'swap-file', variables } }));
    await beat('typed', 95);
    await round();
    expect((await jobsOf('typed')).map((job) => job.variables)).toEqual([expect.objectContaining(variables)]);
  });

  it('is refused with a preset that is not there, or for what is no host that can run it', async () => {
    const post = (fields: object) => server.admin.post('/alerts/rules', fields);
    const unknown = { ...remediation, preset: 'no-such-preset' };
    expect((await post(aRule({ name: 'x', remediation: unknown }))).status).toBe(404);
    const silent = { kind: 'NODE_SILENT' as const, condition: { afterSeconds: 60 } };
    expect((await post(aRule({ name: 'x', ...silent, remediation }))).status).toBe(400);
  });

  it('that cannot be run holds up neither the others nor the evaluation', async () => {
    const owner = new pg.Client({ connectionString: server.database.ownerUrl });
    await owner.connect();
    await owner.query(
      `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'refused'; END $$;
       CREATE TRIGGER refuse BEFORE INSERT ON executions FOR EACH ROW WHEN (NEW.node_id = 'first') EXECUTE FUNCTION refuse()`,
    );
    await alerts.rule(aRule({ name: 'fails', remediation }));
    await beat('first', 95);
    await round();
    await beat('second', 95);
    await round();
    expect([await jobsOf('first'), await jobsOf('second')].map(({ length }) => length)).toEqual([0, 1]);
    await owner.query('DROP FUNCTION refuse CASCADE');
    await owner.end();
    await round();
    expect(await jobsOf('first')).toHaveLength(1);
  });
});
