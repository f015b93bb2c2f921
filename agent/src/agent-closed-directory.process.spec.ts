import { spawnSync } from 'node:child_process';
import { chownSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { AgentProcess } from './testing/agent-process.js';
import type { AgentWorld } from './testing/agent-world.js';
import { useAgentWorld } from './testing/agent-world.js';
import { outputOf } from './testing/received-execution.js';
import { isAlive } from './testing/living.js';

const isRoot = process.getuid?.() === 0;
const nobody = 65_534;
/** As another user than root, who may read the program wherever it lies; in a namespace of its own a job may no more. */
const asUser = ['setpriv', `--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups'].concat([
  '--inh-caps=+dac_read_search,+dac_override',
  '--ambient-caps=+dac_read_search,+dac_override',
  '--',
]);
const launcher = isRoot ? asUser : [];
const [command = '', ...words] = [...launcher, 'unshare', '--user', '--mount', 'true'];
const canMakeNamespaces = spawnSync(command, words).status === 0;

let world: AgentWorld;
let host: string;
let closed: string;

useAgentWorld((fresh) => {
  world = fresh;
  world.launcher = launcher;
  host = join(world.directory, 'host');
  closed = join(host, 'data');
  mkdirSync(closed, { recursive: true });
  writeFileSync(join(closed, 'jwt-secret'), 'hidden', { mode: 0o600 });
  symlinkSync(closed, join(host, 'link'));
  if (isRoot)
    for (const path of [world.directory, host, closed, join(closed, 'jwt-secret')]) chownSync(path, nobody, nobody);
});

/** What a script prints on both streams together. */
async function printed(script: string): Promise<string> {
  const job = world.server.queue(`{ ${script}\n} 2>&1`);
  await world.server.completion(job);
  return outputOf(job, 'stdout').toString();
}

describe.skipIf(!canMakeNamespaces)("a job on the server's own host", { timeout: 60_000 }, () => {
  let agent: AgentProcess;

  beforeEach(async () => {
    agent = await world.ready({ HYPRBOX_CLOSED_DIR: closed, HYPRBOX_STATE_DIR: join(closed, 'state') });
  });

  const inNamespace = (script: string): string => `unshare --user --map-root-user --mount bash -c '${script}'`;

  it.each([
    ['by its path', () => `cat ${closed}/jwt-secret`],
    ['by a link', () => `cat ${host}/link/jwt-secret`],
    ['through the agent', () => `cat /proc/${agent.pid}/root${closed}/jwt-secret /proc/${agent.pid}/cwd/jwt-secret`],
    ['in the namespace of the agent', () => `nsenter --mount=/proc/${agent.pid}/ns/mnt cat ${closed}/jwt-secret`],
    ['by taking the cover away', () => `umount ${closed}; cat ${closed}/jwt-secret`],
    ['by taking it away in a namespace', () => inNamespace(`umount -l ${closed}; cat ${closed}/jwt-secret`)],
    [
      'by binding what lies around it',
      () => inNamespace(`mount --bind ${host} /mnt; cat /mnt/data/jwt-secret; ls /mnt/data`),
    ],
    [
      'by binding all of it and taking the cover away',
      () => inNamespace(`mount --rbind ${host} /mnt; umount /mnt/data; cat /mnt/data/jwt-secret`),
    ],
    [
      'by laying another filesystem over it',
      () => inNamespace(`mount -t overlay -o lowerdir=${host}:/etc none /mnt; cat /mnt/data/jwt-secret`),
    ],
  ])("can't read the server's secrets %s", async (_, script) => {
    const text = await printed(`${script()}; echo done`);
    expect(text).not.toContain('hidden');
    expect(text).toMatch(/denied|must be superuser|not permitted|not mounted|wrong fs type/i);
    expect(text).toMatch(/done\n$/);
  });

  it("can't read what the agent's memory, environment and open files hold", async () => {
    const files = ['environ', 'mem', 'fd/0', 'fd/3'];
    expect(await printed(`cd /proc/${agent.pid}; for file in ${files.join(' ')}; do cat $file; done`)).toBe(
      files.map((file) => `cat: ${file}: Permission denied\n`).join(''),
    );
  });

  it("can't write there", async () => {
    await printed(`echo forged >${closed}/jwt-secret; mv ${closed} ${closed}.old; rm -rf ${closed}`);
    expect(readFileSync(join(closed, 'jwt-secret'), 'utf8')).toBe('hidden');
  });

  it('is not run with another directory in the place of the one that is closed', async () => {
    await printed(`mv ${host} ${host}-moved; mkdir -p ${closed}; echo decoy >${closed}/jwt-secret`);
    expect(readFileSync(join(closed, 'jwt-secret'), 'utf8')).toBe('decoy\n');
    const job = world.server.queue(`cat ${host}-moved/data/jwt-secret`);
    expect(await world.server.completion(job)).toMatchObject({ exitCode: 77, stdoutBytes: 0 });
    expect(outputOf(job, 'stderr').toString()).toContain("is not the server's data directory any more");
  });

  it('is the same user as without, and may do with other files what it could', async () => {
    const own = join(host, 'own');
    expect(await printed(`id -u; echo kept >${own}; cat ${own}; echo reopened >/dev/stdout`)).toBe(
      `${isRoot ? nobody : process.getuid?.()}\nkept\nreopened\n`,
    );
    expect(await printed(`grep -h ^Cap[EPI] /proc/self/status | sort -u`)).toMatch(/^(Cap\w+:\t0{16}\n){3}$/);
  });

  it('is ended with all that it has started', async () => {
    const job = world.server.queue('sleep 1000 & echo $!; setsid sleep 1000 & echo $!; echo $$; wait');
    const lines = (): string[] => outputOf(job, 'stdout').toString().split('\n').filter(Boolean);
    await world.server.until(() => lines().length === 3);
    const pids = lines().map(Number);
    world.server.order({ id: job.claimed.id, attempt: 1 });
    expect(await world.server.completion(job)).toMatchObject({ reason: 'CANCELLED' });
    expect(pids.filter(isAlive)).toEqual([]);
  });

  it('is kept out, as the log says', async () => {
    await agent.said(/ info {2}\S+\/data is closed to jobs\./);
  });
});

describe("a job on the server's own host where no namespace can be made", () => {
  it('is run all the same, and the log says what it can read', async () => {
    // A directory that is not there can't be covered, as none can where a kernel makes no namespaces.
    const agent = await world.ready({ HYPRBOX_CLOSED_DIR: join(world.directory, 'nowhere') });
    await agent.said(/ warn {2}Jobs on this host run as the user of the server, and no namespace .* become ADMIN/);
    expect(await printed('echo ran')).toBe('ran\n');
  });
});
