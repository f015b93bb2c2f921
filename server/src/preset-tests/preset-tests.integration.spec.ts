import {
  defaultSettings,
  type Activity,
  type AuditEvent,
  type FleetSummary,
  type Job,
  type JobSummary,
  type Page,
  type Problem,
  type TestedPreset,
} from '@hyprbox/contracts';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anAuthor, aSource, PresetWriter } from '../../test/preset-authors.js';
import { startTestServer, type Answer, type TestServer } from '../../test/test-server.js';

const source = aSource({ variables: ['name: who, type: string, required: true'], body: 'echo "hello $who"' });
const variables = { who: 'world' };

let server: TestServer;
let presets: PresetWriter;

beforeAll(async () => {
  server = await startTestServer();
  presets = new PresetWriter(server.admin);
  for (const id of ['test-1', 'test-2', 'prod-1', 'gone']) await server.node(id);
  for (const id of ['test-1', 'test-2', 'gone']) await server.admin.patch(`/nodes/${id}`, { tags: ['preset-test'] });
  await server.admin.delete('/nodes/gone');
  await presets.save('greeting', source);
});
afterAll(() => server.stop());

const test = (body: object, name = 'greeting'): Promise<Answer<TestedPreset & Problem>> =>
  server.admin.post(`/presets/${name}/test`, { variables, ...body });
const jobsOf = async (preset: string): Promise<JobSummary[]> =>
  (await server.admin.get<Page<JobSummary>>(`/jobs?preset=${preset}`)).body.items;
const messages = async (): Promise<string[]> =>
  (await server.admin.get<Page<Activity>>('/activity?limit=200')).body.items.map(({ message }) => message);

describe('a draft that is tried', () => {
  it('runs as jobs that say so everywhere', async () => {
    const { status, body } = await test({ nodeIds: ['test-1', 'test-2'], timeoutSeconds: 60 });
    expect(status).toBe(201);
    expect(body.jobs.map(({ nodeId }) => nodeId)).toEqual(['test-1', 'test-2']);
    const [{ jobId } = { jobId: '' }] = body.jobs;
    const { body: job } = await server.admin.get<Job>(`/jobs/${jobId}`);
    expect(job).toMatchObject({
      nodeId: 'test-1',
      preset: 'greeting',
      presetVersion: 0,
      isTest: true,
      variables,
      timeoutSeconds: 60,
      scriptSha256: body.scriptSha256,
      rolloutId: null,
    });
    expect(job.script).toContain('# HyprBox preset greeting, version 0\n');
    expect((await jobsOf('greeting')).map(({ isTest }) => isTest)).toEqual([true, true]);
    expect(await messages()).toContainEqual(expect.stringMatching(/ tested a draft of greeting on test-1$/));
    const audit = await server.admin.get<Page<AuditEvent>>('/audit?action=preset.test');
    expect(audit.body.items).toMatchObject([
      {
        target: { type: 'preset', id: 'greeting' },
        details: { preset: 'greeting', revision: body.revision, scriptSha256: body.scriptSha256, jobs: body.jobs },
      },
    ]);
    await server.admin.post(`/jobs/${jobId}/cancel`);
    expect(await messages()).toContain('The draft of greeting was cancelled before it started on test-1');
  });

  it('is not of a version: a job of the preset itself is none', async () => {
    await presets.version('both', aSource());
    await presets.save('both', aSource({ body: 'echo changed' }), 1);
    const { body } = await test({ nodeIds: ['test-1'], variables: {} }, 'both');
    await server.admin.post('/jobs', { nodeId: 'test-1', preset: 'both', variables: {} });
    expect((await jobsOf('both')).map(({ isTest, presetVersion }) => [isTest, presetVersion])).toEqual([
      [false, 1],
      [true, 0],
    ]);
    const { body: job } = await server.admin.get<Job>(`/jobs/${body.jobs[0]?.jobId ?? ''}`);
    expect(job.script).toContain('echo changed');
  });

  it('counts for none of the jobs that failed or succeeded', async () => {
    const { body } = await test({ nodeIds: ['test-1', 'test-2'] });
    const ids = body.jobs.map(({ jobId }) => jobId);
    const end = `UPDATE executions SET status = (ARRAY['FAILED', 'SUCCEEDED'])[position], finished_at = now()
      FROM unnest($1::uuid[]) WITH ORDINALITY AS ended (id, position) WHERE executions.id = ended.id`;
    await server.app.get(DataSource).query(end, [ids]);
    const { body: summary } = await server.admin.get<FleetSummary>('/nodes/summary');
    expect(summary.jobs).toMatchObject({ succeeded24h: 0, failed24h: 0 });
  });

  it('runs only where hosts are tagged for it, and then on none of them', async () => {
    const before = await jobsOf('greeting');
    const { status, body } = await test({ nodeIds: ['test-1', 'prod-1'] });
    expect([status, body.code]).toEqual([409, 'NODE_NOT_FOR_TESTS']);
    expect(body.detail).toContain('prod-1 is not for tests');
    await server.admin.patch('/settings', { presets: { ...defaultSettings.presets, testTag: 'trial' } });
    expect((await test({ nodeIds: ['test-1'] })).body.detail).toContain('the tag "trial"');
    await server.admin.patch('/settings', { presets: defaultSettings.presets });
    for (const nodeId of ['gone', 'nobody', '../etc']) {
      expect(await test({ nodeIds: ['test-1', nodeId] })).toMatchObject({
        status: 404,
        body: { code: 'NODE_NOT_FOUND' },
      });
    }
    expect(await jobsOf('greeting')).toEqual(before);
  });

  it('is refused where the settings want an approval', async () => {
    for (const [approvals, otherHostsHelp] of [
      [{ presets: ['greeting'] }, false],
      [{ tags: ['preset-test'] }, true],
      [{ hostsMoreThan: 1 }, true],
      [{ adHoc: true }, false],
      [{ hostsMoreThan: 1, adHoc: true }, false],
    ] as const) {
      await server.admin.patch('/settings', { approvals: { ...defaultSettings.approvals, ...approvals } });
      const { status, body } = await test({ nodeIds: ['test-1', 'test-2'] });
      expect([status, body.code]).toEqual([409, 'APPROVAL_NEEDED']);
      expect(body.detail).toMatch(/publish the draft/i);
      expect(body.detail.includes('Choose other hosts')).toBe(otherHostsHelp);
    }
    await server.admin.patch('/settings', { approvals: defaultSettings.approvals });
  });

  it('has to be the one that was read, without mistakes, and with values that fit', async () => {
    const nodeIds = ['test-1'];
    const { body: draft } = await presets.save('read', source);
    const { body: saved } = await presets.save('read', `${source}echo "$x\n`, 0, { revision: draft.revision });
    const stale = await test({ nodeIds, revision: draft.revision }, 'read');
    expect([stale.status, stale.body.code]).toEqual([409, 'PRESET_DRAFT_STALE']);
    const broken = await test({ nodeIds, revision: saved.revision }, 'read');
    expect([broken.status, broken.body.code]).toEqual([409, 'PRESET_NOT_PUBLISHABLE']);
    expect(broken.body.errors?.[0]?.detail).toMatch(/^line 10: /);
    expect(await test({ nodeIds, variables: {} })).toMatchObject({ status: 400, body: { code: 'INVALID_VARIABLES' } });
    expect(await test({ nodeIds }, 'system-facts')).toMatchObject({ body: { code: 'PRESET_DRAFT_NOT_FOUND' } });
    expect(await test({ nodeIds }, 'none')).toMatchObject({ status: 404, body: { code: 'PRESET_NOT_FOUND' } });
    expect(await jobsOf('read')).toEqual([]);
  });

  it('is for those who may', async () => {
    const { caller } = await anAuthor(server, 'Oscar', 'OPERATOR');
    expect(await caller.post('/presets/greeting/test', { nodeIds: ['test-1'], variables })).toMatchObject({
      status: 403,
    });
  });
});
