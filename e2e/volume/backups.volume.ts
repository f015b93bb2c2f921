import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryDirectory } from '@hyprbox/testing';
import { expect, it } from 'vitest';
import { AgentProcess } from '../support/agent-process.js';
import { policyOf, restic, runBecomes, backupEnvironment } from '../support/backups.js';
import { fingerprint, makeOddTree, writeRandom, writeSmallFiles } from '../support/file-tree.js';
import { ServerProcess } from '../support/server-process.js';

const nodeId = 'db-1';
const gibibyte = 1024 ** 3;

it('50,000 small files and one of 2 GiB are backed up, proven by a drill, and come back byte for byte', async () => {
  await using scratch = await temporaryDirectory();
  const data = join(scratch.path, 'data');
  await makeOddTree(data);
  writeSmallFiles(join(data, 'small'), 50_000);
  await mkdir(join(data, 'large'));
  writeRandom(join(data, 'large/random.bin'), 2 * gibibyte, 3);

  await using server = await ServerProcess.start();
  const client = await server.signIn();
  const env = await backupEnvironment(scratch.path);
  await using agent = await AgentProcess.start({ client, nodeId, url: server.url, env });
  const repository = join(scratch.path, 'repository');
  const { id } = await client.backups.policies.create(policyOf({ nodeId: agent.nodeId, repository, paths: [data] }));

  const backup = await runBecomes(client, await client.backups.policies.run(id), 'SUCCEEDED');
  expect(backup.filesNew).toBeGreaterThan(50_000);
  expect(backup.bytesAdded).toBeGreaterThan(2 * gibibyte);

  const drill = await runBecomes(client, await client.backups.policies.run(id, { kind: 'DRILL' }), 'SUCCEEDED');
  // The largest file is always in the sample.
  expect(drill.drill?.bytesRestored).toBeGreaterThan(2 * gibibyte);

  const targetPath = join(scratch.path, 'restored');
  const request = { policyId: id, snapshotId: backup.snapshotId ?? '', targetPath };
  await runBecomes(client, await client.backups.snapshots.restore(request), 'SUCCEEDED');
  expect(fingerprint(join(targetPath, data))).toEqual(fingerprint(data));
  restic(repository, 'check');
});
