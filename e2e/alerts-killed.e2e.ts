import { randomBytes, randomInt } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { createClient, type Client } from '@hyprbox/api-client';
import type { Alert, AlertDelivery, AlertRoutes, Page } from '@hyprbox/contracts';
import { aHeartbeat, eventually, someMetrics } from '@hyprbox/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { externalDatabase } from './support/external-database.js';
import { killsWanted } from './support/kills-wanted.js';
import { admin, ServerProcess } from './support/server-process.js';

const wanted = killsWanted();
const killsMin = wanted ?? 4;
const killsMax = wanted ?? 20;
/** No further kill than these few after this; servers take long to start on a busy machine. */
const killingMs = 20_000;
/** As one kill takes some seconds. */
const testMs = 360_000 + (wanted ?? 0) * 20_000;
/** Hosts that are in trouble at once: no more than a message lists. */
const hostsAtOnce = 10;
/** Between two times that the rules are held against the hosts, in milliseconds: without a pause, they would do nothing else. */
const evaluateEveryMs = 250;
/** A message that a killed server was sending is sent anew after a minute. */
const patience = { timeoutMs: 100_000, intervalMs: 200 };

interface Received {
  channel: string;
  id: string;
  key: string | undefined;
  alerts: { id: string; nodeId: string; state: 'FIRING' | 'RESOLVED' }[];
  /** When it came and when it was answered. */
  at: number;
  until: number;
}

/** Takes a while over each message, so that kills fall between it and the server's own commit. */
class Receiver implements AsyncDisposable {
  readonly messages: Received[] = [];
  private readonly server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', async () => {
      const message = received(request.url ?? '', request.headers, Buffer.concat(chunks).toString());
      this.messages.push(message);
      await delay(randomInt(100));
      message.until = performance.now();
      response.end();
    });
  });

  static async start(): Promise<Receiver> {
    const receiver = new Receiver();
    await new Promise<void>((resolve) => receiver.server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get url(): string {
    const { port } = this.server.address() as AddressInfo; // it listens on TCP
    return `http://127.0.0.1:${port}`;
  }

  /** Whether anybody was told of an alert by itself, and the server was answered. */
  knows(alertId: string): boolean {
    return this.messages.some(
      ({ channel, alerts, until }) =>
        channel === '/apart' && until <= performance.now() && alerts.some(({ id }) => id === alertId),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

function received(channel: string, headers: IncomingHttpHeaders, body: string): Received {
  // The bodies are those of this test's own webhooks.
  const { id, alerts } = JSON.parse(body) as Pick<Received, 'id' | 'alerts'>;
  const at = performance.now();
  return { channel, id, alerts, key: headers['idempotency-key']?.toString(), at, until: Number.POSITIVE_INFINITY };
}

describe('alerts of two servers on one database, which are killed at random', () => {
  let host: ServerProcess;
  let servers: ServerProcess[];
  let receiver: Receiver;
  let token: string;
  const kills: number[] = [];

  beforeAll(async () => {
    host = await ServerProcess.start();
    const env = {
      ...(await externalDatabase(host)),
      HYPRBOX_JWT_SECRET: randomBytes(32).toString('hex'),
      HYPRBOX_SECRETS_KEY: randomBytes(32).toString('base64'),
    };
    servers = [await ServerProcess.start({ env }), await ServerProcess.start({ env })];
    receiver = await Receiver.start();
    ({ token } = await createClient({ baseUrl: servers[0]?.url ?? '' }).auth.login(admin));
  });

  afterAll(async () => {
    await Promise.all(servers.map((server) => server[Symbol.asyncDispose]()));
    await receiver[Symbol.asyncDispose]();
    await host[Symbol.asyncDispose]();
  });

  /** By whichever server answers. */
  async function ask<T>(work: (client: Client) => Promise<T>, as = token): Promise<T> {
    return eventually(async () => {
      const failures: unknown[] = [];
      for (const { url } of servers) {
        const client = createClient({ baseUrl: url, token: as, retry: { attempts: 1 } });
        try {
          return { answer: await work(client) };
        } catch (error) {
          failures.push(error);
        }
      }
      throw new AggregateError(failures, failures.map(String).join('; '));
    }, patience).then(({ answer }) => answer);
  }

  async function call<T>(method: string, path: string, body?: object): Promise<T> {
    return ask(async ({ baseUrl }) => {
      const answer = await fetch(`${baseUrl}/api/alerts${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body && { body: JSON.stringify(body) }),
      });
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
      // What this test asks for is described by the types that it names.
      return (answer.status === 204 ? null : await answer.json()) as T;
    });
  }

  /** Has the rules held against the hosts at once, which happens when routes are written. */
  async function evaluate(): Promise<void> {
    const routes = await call<AlertRoutes>('GET', '/routes');
    await call('PUT', '/routes', routes).catch(() => null);
  }

  async function allPages<T>(path: string): Promise<T[]> {
    const items: T[] = [];
    let cursor: string | null = null;
    do {
      const page: Page<T> = await call<Page<T>>(
        'GET',
        `${path}?limit=200${cursor === null ? '' : `&cursor=${cursor}`}`,
      );
      items.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== null);
    return items;
  }

  async function prepare(): Promise<void> {
    for (const { id } of await allPages<{ id: string }>('/rules')) await call('DELETE', `/rules/${id}`);
    const channels: string[] = [];
    for (const name of ['together', 'apart']) {
      const body = {
        name,
        type: 'WEBHOOK',
        config: { url: `${receiver.url}/${name}` },
        secrets: { secret: 'a secret' },
      };
      channels.push(
        (await call<{ id: string }>('POST', '/channels', { ...body, sendResolved: true, enabled: true })).id,
      );
    }
    const timing = { waitSeconds: 0, intervalSeconds: 0, repeatSeconds: 14_400 };
    const items = [['rule'], ['node']].map((groupBy, index) => ({
      name: groupBy.join(''),
      match: {},
      groupBy,
      ...timing,
      steps: [{ afterSeconds: 0, channelIds: channels.slice(index, index + 1) }],
      continue: true,
    }));
    await call('PUT', '/routes', { ...(await call<AlertRoutes>('GET', '/routes')), items });
    await call('POST', '/rules', {
      name: 'busy',
      kind: 'METRIC',
      selector: { all: true },
      condition: { metric: 'cpuPct', op: '>', fire: 90, clear: 80, aggregate: 'LAST', windowSeconds: 0 },
      forSeconds: 0,
      keepSeconds: 0,
      severity: 'WARNING',
      noData: 'HOLD',
      enabled: true,
    });
  }

  /** A host in trouble until somebody knows, and then not. */
  async function trouble(nodeId: string): Promise<void> {
    const { token: agent } = await ask((client) => client.tokens.create({ name: nodeId }));
    const beat = (cpuPct: number) =>
      ask((client) => client.nodes.heartbeat(aHeartbeat({ nodeId, metrics: someMetrics({ cpuPct }) })), agent);
    await beat(95);
    const alert = await eventually(async () => (await alertsOf(nodeId))[0], patience);
    await eventually(() => receiver.knows(alert.id), patience);
    await beat(5);
    await eventually(async () => (await alertsOf(nodeId)).every(({ state }) => state === 'RESOLVED'), patience);
  }

  const alertsOf = async (nodeId: string): Promise<Alert[]> =>
    (await ask((client) => client.alerts.list({ nodeId }))).items;

  async function kill(): Promise<void> {
    const until = performance.now() + killingMs;
    while (kills.length < killsMin || (kills.length < killsMax && performance.now() < until)) {
      // No wait for anything, but a moment at random.
      await delay(randomInt(2_000));
      const server = servers[randomInt(servers.length)];
      kills.push(performance.now());
      await server?.kill();
      await server?.start();
    }
  }

  it(
    'lose none, tell that none is over which they did not tell of, and tell twice only what a kill cut off',
    async () => {
      await prepare();
      let isKilling = true;
      let count = 0;
      const live = async (): Promise<void> => {
        while (isKilling) await trouble(`host-${++count}`);
      };
      const hasten = async (): Promise<void> => {
        while (isKilling || troubled > 0) {
          await evaluate();
          await delay(evaluateEveryMs);
        }
      };
      let troubled = hostsAtOnce;
      const lives = Array.from({ length: hostsAtOnce }, () => live().finally(() => troubled--));
      const rounds = hasten();
      await kill();
      isKilling = false;
      await Promise.all(lives);
      await rounds;
      const isOver = ({ status }: AlertDelivery): boolean => status === 'SENT' || status === 'SUPERSEDED';
      await eventually(async () => (await allPages<AlertDelivery>('/deliveries')).every(isOver), patience);

      const { messages } = receiver;
      const alerts = await allPages<Alert>('');
      expect(alerts).toHaveLength(count);
      for (const { id } of alerts) {
        for (const channel of ['/together', '/apart']) {
          const states = messages
            .filter((message) => message.channel === channel)
            .flatMap((message) => message.alerts.filter((alert) => alert.id === id).map(({ state }) => state));
          // One that was over before anybody began to tell it is told to nobody.
          if (states.length === 0 && channel === '/together') continue;
          expect(states[0], 'told first').toBe('FIRING');
          expect(states.lastIndexOf('FIRING'), 'told again after it was over').toBeLessThan(states.indexOf('RESOLVED'));
        }
      }
      const deliveries = new Map((await allPages<AlertDelivery>('/deliveries')).map((each) => [each.id, each]));
      expect(messages.filter(({ id, key }) => id !== key || deliveries.get(id)?.status !== 'SENT')).toEqual([]);
      const doubles = [...Map.groupBy(messages, ({ id }) => id).values()].filter(({ length }) => length > 1);
      console.log(
        `${kills.length} kills, ${count} alerts, ${messages.length} messages, ${doubles.length} of them twice`,
      );
      const uncut = doubles.filter(
        // Between the moment it came and the server's commit after the answer, for which a busy machine has a second.
        ([first]) => !kills.some((at) => first && at >= first.at - 50 && at <= first.until + 1_000),
      );
      expect(uncut).toEqual([]);
    },
    testMs,
  );
});
