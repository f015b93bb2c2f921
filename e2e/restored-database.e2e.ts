import { execFileSync } from 'node:child_process';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { eventually, temporaryDirectory } from '@hyprbox/testing';
import { expect, it } from 'vitest';
import { AgentProcess } from './support/agent-process.js';
import { policyOf, restic, runEnds, backupEnvironment } from './support/backups.js';
import { apply, ends, runsIn } from './support/jobs.js';
import { ServerProcess } from './support/server-process.js';

const nodeId = 'web-1';

it('a database that is put back runs nothing twice: jobs and backups end as they ended, and the server says so', async () => {
  await using scratch = await temporaryDirectory();
  await using server = await ServerProcess.start();
  const client = await server.signIn();
  const env = await backupEnvironment(scratch.path);
  await using agent = await AgentProcess.start({ client, nodeId, url: server.url, env });
  const files = { runs: `${scratch.path}/runs`, gate: `${scratch.path}/gate` };
  await writeFile(files.gate, '');
  await mkdir(`${scratch.path}/data`);
  await writeFile(`${scratch.path}/data/file`, 'content');
  const repository = `${scratch.path}/repository`;
  const policy = await client.backups.policies.create(
    policyOf({ nodeId, repository, paths: [`${scratch.path}/data`] }),
  );

  await agent.kill();
  const jobs = [
    await apply(client, nodeId, 'gate', files),
    await apply(client, nodeId, 'exit-with', { code: 7 }),
    await apply(client, nodeId, 'gate', files),
  ];
  const run = await client.backups.policies.run(policy.id);
  const data = `${server.dataDir}/data`;
  await server.stop();
  execFileSync('cp', ['-a', data, `${data}.copy`]);
  await server.start();
  await agent.start();
  const first = await Promise.all(jobs.map((id) => ends(client, id)));
  const firstRun = await runEnds(client, run);
  expect(firstRun.status).toBe('SUCCEEDED');

  await server.stop();
  await rm(data, { recursive: true });
  await rename(`${data}.copy`, data);
  await server.start();
  const operator = await server.signIn();
  const second = await Promise.all(jobs.map((id) => ends(operator, id)));
  const secondRun = await runEnds(operator, run);

  expect(second.map(({ status, exitCode, attempt }) => [status, exitCode, attempt])).toEqual(
    first.map(({ status, exitCode, attempt }) => [status, exitCode, attempt]),
  );
  expect(second.map(({ stdoutBytes }) => stdoutBytes)).toEqual(first.map(({ stdoutBytes }) => stdoutBytes));
  expect(second.map(({ stdoutDroppedBytes }) => stdoutDroppedBytes)).toEqual(first.map((job) => job.stdoutBytes));
  expect(await runsIn(files.runs)).toBe(2);
  expect([secondRun.status, secondRun.snapshotId]).toEqual(['SUCCEEDED', firstRun.snapshotId]);
  const snapshots = JSON.parse(restic(repository, 'snapshots', '--json')) as unknown[];
  expect(snapshots).toHaveLength(1);
  const told = await eventually(async () => {
    const { items } = await operator.audit.list({ action: 'database.restored' });
    return items.length > 0 && items;
  });
  expect(told).toHaveLength(1);
});
