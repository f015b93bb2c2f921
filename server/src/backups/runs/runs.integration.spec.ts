import { createHash } from 'node:crypto';
import type { BackupPolicy, BackupRun, BackupRunDetails } from '@hyprbox/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../test/test-server.js';
import { goodBackup, snapshotId, VaultAgent } from '../../../test/vault-agent.js';

describe('runs of backups', () => {
  let server: TestServer;
  let agent: VaultAgent;
  let policy: BackupPolicy;
  let nodes = 0;

  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.stop());

  async function freshNode(more: object = {}): Promise<void> {
    const nodeId = `node-${++nodes}`;
    agent = new VaultAgent(nodeId, await server.node(nodeId));
    const { status, body } = await server.admin.post<BackupPolicy>('/backups/policies', {
      name: `Of ${nodeId}`,
      nodeId,
      repository: '/srv/backups/{nodeId}',
      passwordRef: 'env:RESTIC_PASSWORD',
      paths: ['/etc'],
      schedule: '0 3 * * *',
      ...more,
    });
    expect(status).toBe(201);
    policy = body;
  }
  const run = async (request: object = {}): Promise<BackupRun> => {
    const { status, body } = await server.admin.post<BackupRun>(`/backups/policies/${policy.id}/run`, request);
    expect(status).toBe(202);
    return body;
  };
  const show = async (id: string): Promise<BackupRunDetails> =>
    (await server.admin.get<BackupRunDetails>(`/backups/runs/${id}`)).body;

  it('are handed to the node, carried out and shown with what they found', async () => {
    await freshNode({ environment: { AWS_ACCESS_KEY_ID: 'file:/etc/aws-key' } });
    const queued = await run();
    expect(queued).toMatchObject({ kind: 'BACKUP', status: 'QUEUED', trigger: 'USER', policyName: policy.name });
    const claimed = await agent.take();
    expect(claimed).toMatchObject({
      id: queued.id,
      kind: 'VAULT',
      scriptSha256: createHash('sha256').update(claimed.script).digest('hex'),
      secretRefs: {
        HYPRBOX_SECRET_VAULT__RESTIC_PASSWORD: 'env:RESTIC_PASSWORD',
        HYPRBOX_SECRET_VAULT__AWS_ACCESS_KEY_ID: 'file:/etc/aws-key',
      },
    });
    expect(claimed.order).toMatchObject({
      version: 1,
      policyId: policy.id,
      repository: `/srv/backups/${agent.nodeId}`,
      ownTags: [`hyprbox:${policy.id}`],
      task: { operation: 'BACKUP', paths: ['/etc'] },
    });
    expect((await agent.finish(claimed.id, goodBackup(), { stderr: 'did it\n' })).status).toBe(200);
    expect(await show(queued.id)).toMatchObject({
      status: 'SUCCEEDED',
      reason: null,
      snapshotId: snapshotId('a'),
      filesNew: 3,
      filesChanged: 1,
      bytesAdded: 2048,
      bytesProcessed: 4096,
      repositoryBytes: 10_000,
      log: 'did it\n',
      progress: null,
    });
  });
});
