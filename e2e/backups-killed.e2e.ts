import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client } from '@hyprbox/api-client';
import { temporaryDirectory, type TemporaryDirectory } from '@hyprbox/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AgentProcess } from './support/agent-process.js';
import {
  backupEnvironment,
  latestEnds,
  locksIn,
  policyOf,
  restic,
  runBecomes,
  runEnds,
  settles,
  StoppingRestic,
} from './support/backups.js';
import { writeRandom } from './support/file-tree.js';
import { ServerProcess } from './support/server-process.js';

/** At the same time, as each waits for most of it: the next agent lets restic end by itself for half a minute, twice. */
describe.concurrent('the agent and restic, killed in the middle of', () => {
  let server: ServerProcess;
  let client: Client;
  let scratch: TemporaryDirectory;

  beforeAll(async () => {
    scratch = await temporaryDirectory();
    server = await ServerProcess.start();
    client = await server.signIn();
  });

  afterAll(async () => {
    await server[Symbol.asyncDispose]();
    await scratch.remove();
  });

  it.each([
    ['BACKUP', 'backup'],
    ['PRUNE', 'forget'],
    ['RESTORE', 'restore'],
  ] as const)('a %s, leave a repository that is whole and free', async (kind, command) => {
    const place = join(scratch.path, kind);
    const [data, repository] = [join(place, 'data'), join(place, 'vault')];
    await mkdir(data, { recursive: true });
    writeRandom(join(data, 'random.bin'), 3 * 1024 * 1024);
    await writeFile(join(data, 'file'), 'content');
    const stopping = await StoppingRestic.at(join(place, 'stopping'));
    await using agent = await AgentProcess.start({
      client,
      nodeId: `db-${kind.toLowerCase()}`,
      url: server.url,
      env: await backupEnvironment(place, [stopping.path]),
    });
    const { id } = await client.backups.policies.create(
      policyOf({ nodeId: agent.nodeId, repository, paths: [data], retention: { keepLast: 1 } }),
    );
    const first = await runBecomes(client, await client.backups.policies.run(id), 'SUCCEEDED');
    expect((await latestEnds(client, id, 'PRUNE')).status).toBe('SUCCEEDED');
    const start = (round: string) =>
      kind === 'RESTORE'
        ? client.backups.snapshots.restore({
            policyId: id,
            snapshotId: first.snapshotId ?? '',
            targetPath: join(place, round),
          })
        : client.backups.policies.run(id, { kind });

    await stopping.arm(command, repository);
    const run = await start('first');
    await stopping.stopped();
    await agent.kill();
    await agent.start();
    const ended = await runEnds(client, run);
    expect([ended.status, ended.reason]).toEqual(['FAILED', 'INTERRUPTED']);

    // The dead owner's lock does not stand in the way, is taken away by who needs the repository for itself, and the
    // repository is whole.
    await runBecomes(client, await start('second'), 'SUCCEEDED');
    await runBecomes(client, await client.backups.policies.run(id, { kind: 'CHECK' }), 'SUCCEEDED');
    await settles(client, id);
    restic(repository, 'check');
    expect(await locksIn(repository)).toEqual([]);
  });
});
