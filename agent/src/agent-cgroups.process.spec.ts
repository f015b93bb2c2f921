import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmdirSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '@hyprbox/testing';
import { AgentWorld } from './testing/agent-world.js';
import type { ReceivedExecution } from './testing/received-execution.js';
import { outputOf } from './testing/received-execution.js';
import { isAlive } from './testing/living.js';

/** Where this process may divide the real hierarchy; null where it may not, as in most containers. */
const hierarchy = writableHierarchy();

let world: AgentWorld;
let own: string;

beforeEach(async () => {
  world = await AgentWorld.begin();
  own = join(hierarchy ?? '', `hyprnode-test-${process.pid}-${Date.now()}`);
  if (hierarchy === null) return;
  mkdirSync(own);
  world.launcher = ['bash', '-c', 'echo $$ >"$0/cgroup.procs"; exec "$@"', own];
});
afterEach(async () => {
  await world.end();
  if (hierarchy === null) return;
  writeFileSync(join(own, 'cgroup.kill'), '1');
  await eventually(() => readFileSync(join(own, 'cgroup.events'), 'utf8').includes('populated 0'));
  for (const name of groups()) rmdirSync(join(own, name));
  rmdirSync(own);
});

const groups = (): string[] =>
  readdirSync(own, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

const withGroups = { HYPRBOX_JOB_CGROUPS: 'true' };

/** A process that has left the session, and everything by which it could be known. */
const hidden = 'setsid env -i sleep 1000 >/dev/null 2>&1 </dev/null &';

/** Makes 20 groups, one below the other, and starts a hidden process in the last. */
const deepest =
  `name=$(printf 'd%.0s' {1..250}); for i in {1..20}; do mkdir "$name" && cd -P "./$name" || exit 1; done; ` +
  `(echo $BASHPID >cgroup.procs; exec env -i setsid sleep 1000 >/dev/null 2>&1 </dev/null) & ` +
  `until [[ $(</proc/$!/comm) == sleep ]]; do :; done; echo $!`;

async function pidsOf(job: ReceivedExecution, count: number): Promise<number[]> {
  const lines = (): string[] => outputOf(job, 'stdout').toString().split('\n').filter(Boolean);
  await world.server.until(() => lines().length === count);
  return lines().map(Number);
}

describe.skipIf(hierarchy === null)('a job with a control group', { timeout: 60_000 }, () => {
  it.each([
    ['by the agent itself', {}],
    ['by a keeper', { HYPRBOX_KEEP_JOBS_SECONDS: '600' }],
  ])('started %s is cancelled with what dropped its environment', async (_, environment) => {
    await world.ready({ ...withGroups, ...environment });
    const job = world.server.queue(`${hidden} echo $!; echo $$; sleep 1000`);
    const pids = await pidsOf(job, 2);
    expect(groups()).toEqual([`job-${job.claimed.id}.1`]);
    world.server.order({ id: job.claimed.id, attempt: 1 });
    expect(await world.server.completion(job)).toMatchObject({ reason: 'CANCELLED' });
    expect(pids.filter(isAlive)).toEqual([]);
    expect(groups()).toEqual([]);
  });

  it('keeps it over a restart of the agent', async () => {
    const keeping = { ...withGroups, HYPRBOX_KEEP_JOBS_SECONDS: '600', HYPRBOX_DRAIN_SECONDS: '0' };
    const agent = await world.ready(keeping);
    const job = world.server.queue(`${hidden} echo $!; echo $$; sleep 1000`);
    const pids = await pidsOf(job, 2);
    await agent.kill('SIGTERM');
    expect(pids.filter(isAlive)).toHaveLength(2);
    const next = await world.ready(keeping);
    await next.said(/is gone on with/);
    world.server.order({ id: job.claimed.id, attempt: 1 });
    expect(await world.server.completion(job)).toMatchObject({ reason: 'CANCELLED' });
    expect(pids.filter(isAlive)).toEqual([]);
    expect(groups()).toEqual([]);
  });

  it.each([
    ['is cancelled with what is in the deepest', `${deepest}; sleep 1000`, { reason: 'CANCELLED' }],
    ['ends by itself', `${deepest}; kill -9 $!; exit 3`, { exitCode: 3 }],
  ])('in which it nests groups deeper than a path is long %s, and all are removed', async (_, script, expected) => {
    const agent = await world.ready(withGroups);
    const job = world.server.queue(`cd '${own}'/job-$HYPRBOX_JOB; ${script}`);
    const [pid = 0] = await pidsOf(job, 1);
    if ('reason' in expected) world.server.order({ id: job.claimed.id, attempt: 1 });
    expect(await world.server.completion(job)).toMatchObject(expected);
    expect(isAlive(pid)).toBe(false);
    await agent.said(new RegExp(`execution ${job.claimed.id} ended`));
    await world.server.completion(world.server.queue('true'));
    expect(groups()).toEqual([]);
  });

  it('that ends by itself leaves its daemon in it, and it goes when the daemon does', async () => {
    await world.ready(withGroups);
    const job = world.server.queue(`${hidden} until [[ $(</proc/$!/comm) == sleep ]]; do :; done; echo $!`);
    expect(await world.server.completion(job)).toMatchObject({ exitCode: 0 });
    const [daemon = 0] = await pidsOf(job, 1);
    expect(isAlive(daemon)).toBe(true);
    process.kill(daemon, 'SIGKILL');
    await eventually(() => !isAlive(daemon));
    await world.server.completion(world.server.queue('true'));
    await eventually(() => groups().length === 0);
  });
});

it('a job runs all the same where it can have no control group, which is said once', { timeout: 60_000 }, async () => {
  const agent = await world.ready(withGroups);
  // As one whose limit of descendants is reached.
  if (hierarchy !== null) writeFileSync(join(own, 'cgroup.max.descendants'), '0');
  for (const code of [3, 4]) {
    expect(await world.server.completion(world.server.queue(`exit ${code}`))).toMatchObject({ exitCode: code });
  }
  if (hierarchy !== null) expect(agent.lines.filter((line) => line.includes('no control groups'))).toHaveLength(1);
});

function writableHierarchy(): string | null {
  const mountPoint = /^\S+ \S+ \S+ \/ (\S+) .* - cgroup2 /m.exec(readFileSync('/proc/self/mountinfo', 'utf8'))?.[1];
  if (mountPoint === undefined) return null;
  try {
    accessSync(join(mountPoint, 'cgroup.procs'), constants.W_OK);
    const probe = join(mountPoint, `hyprnode-probe-${process.pid}`);
    mkdirSync(probe);
    const isUsable = existsSync(join(probe, 'cgroup.kill'));
    rmdirSync(probe);
    return isUsable ? mountPoint : null;
  } catch {
    return null;
  }
}
