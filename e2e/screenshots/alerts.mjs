import { createServer } from 'node:http';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

const runbook = 'https://wiki.example.com/runbooks/busy-database';

const metric = { kind: 'METRIC', forSeconds: 0, keepSeconds: 0, noData: 'HOLD', enabled: true };

/** What they fire for is made up with the fleet: a busy database, a full disk, a cache that takes what it can get. */
const rules = [
  {
    ...metric,
    name: 'Database busy',
    selector: { tagsAny: ['postgres', 'api'] },
    condition: { metric: 'cpuPct', op: '>', fire: 35, clear: 25, aggregate: 'MEAN', windowSeconds: 60 },
    severity: 'CRITICAL',
    runbook,
  },
  {
    ...metric,
    name: 'Disk fills up',
    selector: { all: true },
    condition: { metric: 'diskPct', op: '>', fire: 90, clear: 85, aggregate: 'LAST', windowSeconds: 0 },
    severity: 'CRITICAL',
  },
  {
    ...metric,
    name: 'Memory tight',
    selector: { all: true },
    condition: { metric: 'memPct', op: '>', fire: 75, clear: 65, aggregate: 'LAST', windowSeconds: 0 },
    severity: 'WARNING',
  },
];

/** What the pictures of the alerts show: a rule that fires, somebody who is told, and somebody who has it. */
export class MadeUpAlerts {
  #service;
  #client;
  #alertId = '';

  /** @param client an admin's */
  static async fire(client) {
    const alerts = new MadeUpAlerts();
    alerts.#client = client;
    alerts.#service = createServer((request, response) => {
      request.resume();
      request.on('end', () => response.writeHead(204).end());
    }).listen(0, '127.0.0.1');
    await once(alerts.#service, 'listening');
    await client.alerts.channels.create({
      name: 'On call',
      type: 'WEBHOOK',
      config: { url: `http://127.0.0.1:${alerts.#service.address().port}/alerts` },
      secrets: { secret: 'a key of the pictures alone' },
      sendResolved: true,
      enabled: true,
    });
    for (const rule of rules) await client.alerts.rules.create(rule);
    await alerts.#until(async () => {
      const { items } = await client.alerts.list({ state: ['FIRING'] });
      return rules.every(({ name }) => items.some(({ ruleName }) => ruleName === name));
    });
    const fired = await alerts.#until(async () => {
      const { items } = await client.alerts.list({ state: ['FIRING'], nodeId: 'db-primary' });
      return items.find(({ ruleName }) => ruleName === rules[0].name);
    });
    alerts.#alertId = fired.id;
    // Told before it is taken on.
    await alerts.#until(async () =>
      (await client.alerts.get(fired.id)).deliveries.some(({ status }) => status === 'SENT'),
    );
    await client.alerts.acknowledge(fired.id, {
      forSeconds: 4 * 60 * 60,
      note: 'The nightly report runs. Looking at its plan.',
    });
    return alerts;
  }

  get alertPath() {
    return `/dashboard/alerts/${this.#alertId}`;
  }

  async rulePath() {
    const { ruleId } = await this.#client.alerts.get(this.#alertId);
    return `/dashboard/alerts/rules/${ruleId}`;
  }

  stop() {
    this.#service.close();
  }

  async #until(check) {
    for (;;) {
      const found = await check();
      if (found) return found;
      await delay(250);
    }
  }
}
