import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client } from '@hyprbox/api-client';
import type { BackupPolicy } from '@hyprbox/contracts';
import { temporaryDirectory, type TemporaryDirectory } from '@hyprbox/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AgentProcess } from './support/agent-process.js';
import { locksIn, policyOf, restic, runBecomes, runEnds, settles, backupEnvironment } from './support/backups.js';
import { writeRandom } from './support/file-tree.js';
import { RestServer } from './support/rest-server.js';
import { ServerProcess } from './support/server-process.js';
import { SftpServer } from './support/sftp-server.js';
import { mayMount, SmallDisk } from './support/small-disk.js';

const nodeId = 'db-1';

describe('a repository that does not take what is written', () => {
  let server: ServerProcess;
  let client: Client;
  let scratch: TemporaryDirectory;
  let sftp: SftpServer;
  let agent: AgentProcess;
  /** What is backed up. */
  let data: string;

  beforeAll(async () => {
    scratch = await temporaryDirectory();
    data = join(scratch.path, 'data');
    await mkdir(data);
    await writeFile(join(data, 'file'), 'content');
    await mkdir(join(scratch.path, 'empty'));
    await writeFile(
      join(scratch.path, 'rclone.conf'),
      `[frozen]\ntype = union\nupstreams = ${scratch.path}:ro ${scratch.path}/empty:ro\n`,
    );
    sftp = await SftpServer.start(join(scratch.path, 'ssh'), { readOnly: true });
    server = await ServerProcess.start();
    client = await server.signIn();
    const env = {
      ...(await backupEnvironment(scratch.path, [sftp.clientPath])),
      FROZEN_CONFIG: join(scratch.path, 'rclone.conf'),
      REST_USER: RestServer.user,
      REST_PASSWORD: RestServer.password,
    };
    agent = await AgentProcess.start({ client, nodeId, url: server.url, env });
  });

  afterAll(async () => {
    await agent[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
    await sftp[Symbol.asyncDispose]();
    await scratch.remove();
  });

  const place = (name: string): string => join(scratch.path, name);

  async function policy(
    repository: string,
    fields: Partial<Parameters<typeof policyOf>[0]> = {},
  ): Promise<BackupPolicy> {
    return client.backups.policies.create(policyOf({ nodeId, repository, paths: [data], ...fields }));
  }

  async function run({ id }: BackupPolicy, kind: 'BACKUP' | 'PRUNE' | 'CHECK' | 'DRILL' = 'BACKUP') {
    return client.backups.policies.run(id, { kind });
  }

  /** A snapshot in a repository that is still well. */
  async function filled(repository: string): Promise<string> {
    const made = await runBecomes(client, await run(await policy(repository)), 'SUCCEEDED');
    return made.snapshotId ?? '';
  }

  async function isReadAndNotWritten(address: string, snapshotId: string, fields: object = {}): Promise<void> {
    const frozen = await policy(address, { name: 'frozen', retention: { keepLast: 1 }, ...fields });
    for (const kind of ['BACKUP', 'PRUNE'] as const) {
      const { status, reason, message } = await runEnds(client, await run(frozen, kind));
      expect([kind, status, reason]).toEqual([kind, 'FAILED', 'REPOSITORY_READ_ONLY']);
      expect(message).toContain('cannot be written');
    }
    await runBecomes(client, await run(frozen, 'CHECK'), 'SUCCEEDED');
    const targetPath = place(`restored-${frozen.id}`);
    const restore = { policyId: frozen.id, snapshotId, targetPath };
    await runBecomes(client, await client.backups.snapshots.restore(restore), 'SUCCEEDED');
    expect(await readdir(join(targetPath, data))).toEqual(['file']);
    await client.backups.policies.delete(frozen.id);
  }

  it.each([
    ['SFTP that only reads', (name: string) => `sftp:vault:${place(name)}`, {}],
    [
      'an rclone remote that is read-only',
      (name: string) => `rclone:frozen:${name}`,
      { environment: { RCLONE_CONFIG: 'env:FROZEN_CONFIG' } },
    ],
  ])('by %s: what would write fails for that reason, what reads goes on', async (title, address, fields) => {
    const name = title.replaceAll(' ', '-');
    const snapshotId = await filled(place(name));
    await isReadAndNotWritten(address(name), snapshotId, fields);
    expect(JSON.parse(restic(place(name), 'snapshots', '--json'))).toHaveLength(1);
  });

  it.runIf(mayMount())('on a disk that has become read-only: the same', async () => {
    await using disk = await SmallDisk.mount(place('worn-out'), 16);
    const repository = join(disk.path, 'vault');
    const snapshotId = await filled(repository);
    disk.makeReadOnly();
    await isReadAndNotWritten(repository, snapshotId);
  });

  it('on a REST server that only lets files be added: backs up, and does not clear', async () => {
    await using rest = await RestServer.start(place('append-only'), { appendOnly: true });
    const adding = await policy(rest.address, {
      environment: { RESTIC_REST_USERNAME: 'env:REST_USER', RESTIC_REST_PASSWORD: 'env:REST_PASSWORD' },
    });
    for (const content of ['one', 'two']) {
      await writeFile(join(data, 'file'), content);
      await runBecomes(client, await run(adding), 'SUCCEEDED');
    }
    await client.backups.policies.update(adding.id, { retention: { keepLast: 1 } });
    const pruned = await runEnds(client, await run(adding, 'PRUNE'));
    expect([pruned.status, pruned.reason]).toEqual(['FAILED', 'REPOSITORY_READ_ONLY']);
    expect(JSON.parse(restic(place('append-only'), 'snapshots', '--json'))).toHaveLength(2);
    await client.backups.policies.delete(adding.id);
  });

  it.runIf(mayMount())('on a disk that is full: fails for that reason, and stays whole', async () => {
    await using disk = await SmallDisk.mount(place('full'), 24);
    const repository = join(disk.path, 'vault');
    const snapshotId = await filled(repository);
    const large = place('large');
    await mkdir(large, { recursive: true });
    writeRandom(join(large, 'random.bin'), 48 * 1024 * 1024);
    const tooMuch = await policy(repository, { name: 'too much', paths: [large] });
    const failed = await runEnds(client, await run(tooMuch));
    expect([failed.status, failed.reason]).toEqual(['FAILED', 'DISK_FULL']);
    await settles(client, tooMuch.id);
    expect(await locksIn(repository)).toEqual([]);
    const targetPath = place('restored-from-full');
    await runBecomes(
      client,
      await client.backups.snapshots.restore({ policyId: tooMuch.id, snapshotId, targetPath }),
      'SUCCEEDED',
    );
    expect(await readdir(join(targetPath, data))).toEqual(['file']);
    await client.backups.policies.delete(tooMuch.id);
  });

  it.runIf(mayMount())(
    'is restored from and drilled into a disk that is too small: fails, and leaves nothing',
    async () => {
      await using disk = await SmallDisk.mount(place('small'), 24);
      const large = place('large too');
      await mkdir(large, { recursive: true });
      writeRandom(join(large, 'random.bin'), 48 * 1024 * 1024, 1);
      const kept = await policy(place('roomy'), { paths: [large], drillDirectory: join(disk.path, 'drills') });
      const { snapshotId } = await runBecomes(client, await run(kept), 'SUCCEEDED');
      const targetPath = join(disk.path, 'target');
      const restore = { policyId: kept.id, snapshotId: snapshotId ?? '', targetPath };
      const restored = await runEnds(client, await client.backups.snapshots.restore(restore));
      expect([restored.status, restored.reason]).toEqual(['FAILED', 'DISK_FULL']);
      const drilled = await runEnds(client, await run(kept, 'DRILL'));
      expect([drilled.status, drilled.reason]).toEqual(['FAILED', 'DISK_FULL']);
      expect(await readdir(disk.path, { recursive: true })).toEqual(['drills']);
    },
  );
});
