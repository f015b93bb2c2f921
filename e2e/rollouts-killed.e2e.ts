import { randomBytes, randomInt } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { createClient, type Client } from '@hyprbox/api-client';
import { isRolloutOver, type RolloutFields } from '@hyprbox/contracts';
import { eventually, guardBudgets } from '@hyprbox/testing';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { externalDatabase } from './support/external-database.js';
import { killsWanted } from './support/kills-wanted.js';
import { admin, ServerProcess } from './support/server-process.js';
import { SimulatedHost } from './support/simulated-host.js';

const wanted = killsWanted();
const hostCount = wanted === null ? 200 : 500;
const killsMax = wanted ?? 8;
/** As one kill takes some seconds. */
const testMs = 240_000 + (wanted ?? 0) * 20_000;
const patience = { timeoutMs: 120_000, intervalMs: 200 };

describe('a rollout of two servers on one database, which are killed at random', () => {
  let host: ServerProcess;
  let servers: ServerProcess[];
  let database: pg.Client;
  let token: string;
  const hosts: SimulatedHost[] = [];

  beforeAll(async () => {
    host = await ServerProcess.start();
    const external = await externalDatabase(host);
    const ownerUrl = external.HYPRBOX_MIGRATION_DATABASE_URL;
    const env = {
      ...external,
      HYPRBOX_JWT_SECRET: randomBytes(32).toString('hex'),
      HYPRBOX_SECRETS_KEY: randomBytes(32).toString('base64'),
    };
    servers = [await ServerProcess.start({ env }), await ServerProcess.start({ env })];
    ({ token } = await createClient({ baseUrl: servers[0]?.url ?? '' }).auth.login(admin));
    database = new pg.Client({ connectionString: ownerUrl });
    await database.connect();
    // From here on no transaction that exceeds the budget can be committed, and whoever tries does not get on.
    await guardBudgets(ownerUrl);
  }, 180_000);

  afterAll(async () => {
    await Promise.all(hosts.map((each) => each.stop()));
    await database.end();
    await Promise.all(servers.map((server) => server[Symbol.asyncDispose]()));
    await host[Symbol.asyncDispose]();
  });

  /** By whichever server answers. */
  async function ask<T>(work: (client: Client) => Promise<T>): Promise<T> {
    return eventually(async () => {
      const failures: unknown[] = [];
      for (const { url } of servers) {
        try {
          return { answer: await work(createClient({ baseUrl: url, token, retry: { attempts: 1 } })) };
        } catch (error) {
          failures.push(error);
        }
      }
      throw new AggregateError(failures, failures.map(String).join('; '));
    }, patience).then(({ answer }) => answer);
  }

  async function connectHosts(): Promise<void> {
    for (let index = 0; index < hostCount; index++) {
      const nodeId = `host-${String(index).padStart(3, '0')}`;
      const agent = await ask((client) => client.tokens.create({ name: nodeId }));
      const run = async (): Promise<number> => {
        await delay(randomInt(1_500));
        return randomInt(40) === 0 ? 1 : 0;
      };
      const urls = servers.map(({ url }) => url);
      hosts.push(new SimulatedHost(nodeId, agent.token, index % 2 === 0 ? urls : urls.toReversed(), run));
    }
    for (const each of hosts) each.start();
    await eventually(async () => {
      const { rows } = await database.query('SELECT count(*)::integer AS count FROM nodes');
      return rows[0]?.count === hostCount;
    }, patience);
  }

  const isOver = async (id: string): Promise<boolean> =>
    isRolloutOver((await ask((client) => client.rollouts.get(id))).state);

  async function killWhileUnderWay(id: string, killsLeft: number): Promise<number> {
    let kills = 0;
    while (kills < killsLeft && !(await isOver(id))) {
      // No wait for anything, but a moment at random.
      await delay(randomInt(1_000));
      const server = servers[randomInt(servers.length)];
      await server?.kill();
      kills++;
      // The database may have no connection left for one more server until it has seen that the killed one is gone.
      await eventually(() => server?.start().then(() => true), patience);
    }
    return kills;
  }

  it(
    'never exceeds its budget, runs no script twice, and ends on every host',
    // A promise that was broken once is broken: a second try, at other moments, must not hide it.
    { retry: 0, timeout: testMs },
    async () => {
      await connectHosts();
      const work: RolloutFields = { preset: 'system-facts', variables: {}, selector: { all: true }, budget: '10%' };
      let kills = 0;
      let made = 0;
      do {
        const key = `rollout-${++made}`;
        const { id } = await ask((client) => client.rollouts.create(work, key));
        kills += await killWhileUnderWay(id, killsMax - kills);
        await eventually(() => isOver(id), patience);

        const { counts, state } = await ask((client) => client.rollouts.get(id));
        console.log(`${kills} kills, ${JSON.stringify(counts)}`);
        expect(['SUCCEEDED', 'PARTIAL']).toContain(state);
        expect(counts.succeeded + counts.failed).toBe(hostCount);
        const begun = hosts.map((each) => [each.nodeId, new Set(each.begun).size, each.begun.length]);
        expect(begun).toEqual(hosts.map(({ nodeId }) => [nodeId, made, made]));
        const { rows } = await database.query(
          `SELECT count(*)::integer AS ended FROM executions e JOIN jobs j ON j.id = e.id
         WHERE j.rollout_id = $1 AND e.status IN ('SUCCEEDED', 'FAILED') AND e.attempt = 1`,
          [id],
        );
        expect(rows).toEqual([{ ended: hostCount }]);
      } while (wanted !== null && kills < wanted);
      expect(kills).toBeGreaterThan(0);
    },
  );
});
