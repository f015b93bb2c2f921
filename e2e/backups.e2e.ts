import { chmod, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client } from '@hyprbox/api-client';
import type { BackupPolicy, BackupTarget } from '@hyprbox/contracts';
import { eventually, temporaryDirectory, type TemporaryDirectory } from '@hyprbox/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AgentProcess } from './support/agent-process.js';
import {
  locksIn,
  password,
  policyOf,
  restic,
  runBecomes,
  runEnds,
  settles,
  backupEnvironment,
} from './support/backups.js';
import { fingerprint, makeOddTree, writeRandom } from './support/file-tree.js';
import { RestServer } from './support/rest-server.js';
import { ServerProcess } from './support/server-process.js';
import { SftpServer } from './support/sftp-server.js';

const nodeId = 'db-1';
const restCredentials = { RESTIC_REST_USERNAME: 'env:REST_USER', RESTIC_REST_PASSWORD: 'env:REST_PASSWORD' };

describe('backups of a real host', () => {
  let server: ServerProcess;
  let client: Client;
  let scratch: TemporaryDirectory;
  let sftp: SftpServer;
  let rest: RestServer;
  let agent: AgentProcess;
  let environment: Record<string, string>;
  /** What is backed up. */
  let data: string;

  beforeAll(async () => {
    scratch = await temporaryDirectory();
    data = join(scratch.path, 'data');
    await makeOddTree(data);
    sftp = await SftpServer.start(join(scratch.path, 'ssh'));
    rest = await RestServer.start(join(scratch.path, 'by-rest'));
    await writeFile(join(scratch.path, 'rclone.conf'), `[attic]\ntype = alias\nremote = ${scratch.path}/attic\n`);
    environment = {
      ...(await backupEnvironment(scratch.path, [sftp.clientPath])),
      ATTIC_CONFIG: join(scratch.path, 'rclone.conf'),
      REST_USER: RestServer.user,
      REST_PASSWORD: RestServer.password,
      WRONG_PASSWORD: 'another password',
    };
    server = await ServerProcess.start();
    client = await server.signIn();
    agent = await AgentProcess.start({ client, nodeId, url: server.url, env: environment });
  });

  afterAll(async () => {
    await agent[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
    await sftp[Symbol.asyncDispose]();
    await rest[Symbol.asyncDispose]();
    await scratch.remove();
  });

  const place = (name: string): string => join(scratch.path, name);

  async function policy(
    repository: string,
    fields: Partial<Parameters<typeof policyOf>[0]> = {},
  ): Promise<BackupPolicy> {
    return client.backups.policies.create(policyOf({ nodeId, repository, paths: [data], ...fields }));
  }

  async function targetOf({ id }: BackupPolicy): Promise<BackupTarget | undefined> {
    return (await client.backups.targets({ policyId: id })).items[0];
  }

  it.each([
    ['a directory', () => place('local'), {}],
    ['SFTP', () => `sftp:vault:${place('by-sftp')}`, {}],
    ['rclone', () => 'rclone:attic:vault', { environment: { RCLONE_CONFIG: 'env:ATTIC_CONFIG' } }],
    ['a REST server', () => rest.address, { environment: restCredentials }],
  ])('go to %s and come back byte for byte, with all that belongs to a file', async (_, repository, fields) => {
    const { id } = await policy(repository(), fields);
    const backup = await runBecomes(client, await client.backups.policies.run(id), 'SUCCEEDED');
    expect(backup.snapshotId).toMatch(/^[0-9a-f]{64}$/);
    expect(backup.bytesProcessed).toBeGreaterThan(64 * 1024 * 1024);
    const { items } = await client.backups.snapshots.list(id);
    expect(items.map((snapshot) => snapshot.id)).toEqual([backup.snapshotId]);

    const targetPath = place(`restored-${id}`);
    const request = { policyId: id, snapshotId: backup.snapshotId ?? '', targetPath };
    const rehearsal = await runBecomes(
      client,
      await client.backups.snapshots.restore({ ...request, dryRun: true }),
      'SUCCEEDED',
    );
    expect(rehearsal.restore).toMatchObject({ dryRun: true, existingCount: 0 });
    await expect(readdir(targetPath)).rejects.toThrow('ENOENT');
    await runBecomes(client, await client.backups.snapshots.restore(request), 'SUCCEEDED');
    expect(fingerprint(join(targetPath, data))).toEqual(fingerprint(data));

    // Nothing that exists is overwritten, and nothing is placed beside it either.
    await rm(join(targetPath, data, 'etc/hosts'));
    const again = await runEnds(client, await client.backups.snapshots.restore(request));
    expect([again.status, again.reason]).toEqual(['FAILED', 'TARGET_EXISTS']);
    expect(await readdir(join(targetPath, data, 'etc'))).not.toContain('hosts');
  });

  it('are proven by a drill, which finds out what was tampered with', async () => {
    const repository = place('drilled');
    const drilled = await policy(repository, { drillFiles: null });
    await runBecomes(client, await client.backups.policies.run(drilled.id), 'SUCCEEDED');
    expect(await targetOf(drilled)).toMatchObject({ protection: 'UNPROVEN', lastProvenRestoreAt: null });
    const drill = await runBecomes(
      client,
      await client.backups.policies.run(drilled.id, { kind: 'DRILL' }),
      'SUCCEEDED',
    );
    const paths = drill.drill?.files.map(({ path }) => path) ?? [];
    expect(paths).toEqual(expect.arrayContaining([join(data, 'etc/hosts'), join(data, 'sparse.img')]));
    expect(drill.drill?.checks.map(({ name, ok }) => [name, ok])).toEqual([
      ['restic', true],
      ['listing', true],
    ]);
    expect(await targetOf(drilled)).toMatchObject({ lastProvenRestoreAt: expect.any(String) });

    // A byte of what holds the files' content is changed behind restic's back.
    const packs = (await readdir(join(repository, 'data'), { recursive: true, withFileTypes: true })).filter((entry) =>
      entry.isFile(),
    );
    for (const pack of packs) {
      const file = join(pack.parentPath, pack.name);
      await chmod(file, 0o600);
      await writeFile(file, Buffer.from('XXXX'), { flag: 'r+' });
    }
    const failed = await runEnds(client, await client.backups.policies.run(drilled.id, { kind: 'DRILL' }));
    expect(failed.status).toBe('FAILED');
    expect(['VERIFICATION_FAILED', 'REPOSITORY_DAMAGED']).toContain(failed.reason);
    expect(await targetOf(drilled)).toMatchObject({ protection: 'FAILING' });
  });

  it('show no credentials of a repository, wherever they look', async () => {
    // Restic cannot read it, and says all of it.
    const address = `${rest.address}%zz`;
    const { id } = await policy(address, { environment: restCredentials });
    const run = await runEnds(client, await client.backups.policies.run(id));
    expect(run.status).toBe('FAILED');
    const { drill, restore, ...shown } = run;
    expect([drill, restore]).toEqual([null, null]);
    for (const secret of [RestServer.password, encodeURIComponent(RestServer.password), password]) {
      expect(JSON.stringify(shown)).not.toContain(secret);
    }
  });

  it('end for a wrong password, a missing path and a missing repository with reasons of their own', async () => {
    const repository = place('reasons');
    const good = await policy(repository);
    await runBecomes(client, await client.backups.policies.run(good.id), 'SUCCEEDED');
    const cases = [
      [await policy(repository, { name: 'wrong password', passwordRef: 'env:WRONG_PASSWORD' }), 'WRONG_PASSWORD'],
      [await policy(repository, { name: 'no secret', passwordRef: 'env:NOT_SET_ANYWHERE' }), 'SECRET_UNAVAILABLE'],
      [await policy(repository, { name: 'missing', paths: [data, place('not there')] }), 'MISSING_PATH'],
      [await policy(place('nowhere'), { name: 'none', initialize: false }), 'NO_REPOSITORY'],
      [await policy(rest.address, { name: 'let in by nobody' }), 'REPOSITORY_UNREACHABLE'],
    ] as const;
    for (const [{ id }, reason] of cases) {
      const run = await runEnds(client, await client.backups.policies.run(id));
      expect([run.status, run.reason]).toEqual(['FAILED', reason]);
      expect(run.message).toBeTruthy();
    }
    expect(await locksIn(repository)).toEqual([]);
  });

  it('are cancelled so that restic lets go of its lock', async () => {
    const repository = place('cancelled');
    const big = place('big');
    await mkdir(big);
    writeRandom(join(big, 'random.bin'), 96 * 1024 * 1024);
    const { id } = await policy(repository, { paths: [big], uploadLimitKiBps: 2048 });
    const run = await client.backups.policies.run(id);
    await eventually(async () => ((await client.backups.runs.get(run.id)).progress?.bytesDone ?? 0) > 0, {
      timeoutMs: 60_000,
    });
    expect(await locksIn(repository)).toHaveLength(1);
    await client.backups.runs.cancel(run.id);
    const ended = await runEnds(client, run);
    expect([ended.status, ended.reason]).toEqual(['CANCELLED', 'CANCELLED']);
    expect(await locksIn(repository)).toEqual([]);
  });

  it('go on while the server restarts, and arrive whole', async () => {
    const repository = place('restarted');
    const slow = place('slow');
    await mkdir(slow);
    writeRandom(join(slow, 'random.bin'), 6 * 1024 * 1024, 2);
    const { id } = await policy(repository, { paths: [slow], uploadLimitKiBps: 1024 });
    const run = await client.backups.policies.run(id);
    await eventually(async () => (await locksIn(repository)).length > 0, { timeoutMs: 60_000 });
    await server.kill();
    await server.start();
    const ended = await runBecomes(client, run, 'SUCCEEDED');
    const snapshots = JSON.parse(restic(repository, 'snapshots', '--json')) as unknown[];
    expect(snapshots).toHaveLength(1);
    expect(ended.snapshotId).toBe((snapshots[0] as { id: string }).id);
  });

  it('of two hosts share one repository: each keeps its own, and neither stands in the other’s way', async () => {
    await using other = await AgentProcess.start({ client, nodeId: 'db-2', url: server.url, env: environment });
    for (const host of [nodeId, other.nodeId]) await client.nodes.update(host, { tags: ['shared-vault'] });
    const repository = `sftp:vault:${place('shared')}`;
    const { id } = await client.backups.policies.create(
      policyOf({ tag: 'shared-vault', repository, paths: [data], retention: { keepLast: 1 } }),
    );
    const runs = [];
    for (let round = 0; round < 2; round++) {
      for (const host of [nodeId, other.nodeId]) runs.push(await client.backups.policies.run(id, { nodeId: host }));
    }
    for (const run of runs) await runBecomes(client, run, 'SUCCEEDED');
    await settles(client, id);
    const prunes = (await client.backups.runs.list({ policyId: id, kind: 'PRUNE', limit: 200 })).items;
    expect(new Set(prunes.map(({ nodeId: host, status }) => `${host} ${status}`))).toEqual(
      new Set([`${nodeId} SUCCEEDED`, `${other.nodeId} SUCCEEDED`]),
    );
    const hosts = JSON.parse(restic(place('shared'), 'snapshots', '--json')) as { hostname: string }[];
    expect(hosts.map(({ hostname }) => hostname).sort()).toEqual([nodeId, other.nodeId]);
    await client.backups.policies.delete(id);
  });
});
