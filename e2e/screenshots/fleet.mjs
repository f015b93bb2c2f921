import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { createClient } from '@hyprbox/api-client';

const gibibyte = 1024 ** 3;
const minuteMs = 60_000;
/** What time it is when the pictures begin, whenever they are taken, in minutes: alerts fire for what is busy by day. */
const startMinute = 14 * 60 + 20;
const startedAt = Date.now();
const debian = { os: 'Debian GNU/Linux 12', kernel: '6.1.0-28-amd64', architecture: 'x64', virtualization: 'kvm' };

/** What the pictures show: usual load in percent, sizes in GiB. `silent` hosts report once and never again. */
const hosts = [
  {
    id: 'api-eu-1',
    region: 'eu-central',
    cores: 8,
    cpu: 31,
    mem: 58,
    disk: 41,
    memory: 16,
    storage: 160,
    tags: ['api'],
  },
  {
    id: 'api-eu-2',
    region: 'eu-central',
    cores: 8,
    cpu: 28,
    mem: 55,
    disk: 43,
    memory: 16,
    storage: 160,
    tags: ['api'],
  },
  { id: 'api-us-1', region: 'us-east', cores: 8, cpu: 22, mem: 49, disk: 38, memory: 16, storage: 160, tags: ['api'] },
  {
    id: 'cache-1',
    region: 'eu-central',
    cores: 4,
    cpu: 12,
    mem: 84,
    disk: 18,
    memory: 32,
    storage: 80,
    tags: ['cache'],
  },
  {
    id: 'db-primary',
    region: 'eu-central',
    cores: 16,
    cpu: 46,
    mem: 71,
    disk: 63,
    memory: 64,
    storage: 1000,
    tags: ['postgres', 'backup'],
  },
  {
    id: 'db-replica',
    region: 'eu-central',
    cores: 16,
    cpu: 19,
    mem: 66,
    disk: 92,
    memory: 64,
    storage: 700,
    tags: ['postgres'],
  },
  {
    id: 'edge-ap-1',
    region: 'ap-south',
    cores: 2,
    cpu: 9,
    mem: 37,
    disk: 22,
    memory: 4,
    storage: 40,
    tags: ['edge'],
    silent: true,
  },
  {
    id: 'queue-1',
    region: 'eu-central',
    cores: 4,
    cpu: 17,
    mem: 44,
    disk: 29,
    memory: 8,
    storage: 80,
    tags: ['queue'],
  },
  { id: 'web-eu-1', region: 'eu-central', cores: 4, cpu: 24, mem: 42, disk: 35, memory: 8, storage: 80, tags: ['web'] },
  { id: 'web-eu-2', region: 'eu-central', cores: 4, cpu: 26, mem: 45, disk: 33, memory: 8, storage: 80, tags: ['web'] },
  { id: 'web-us-1', region: 'us-east', cores: 4, cpu: 15, mem: 39, disk: 36, memory: 8, storage: 80, tags: ['web'] },
];

/** A fleet whose figures are made up, over the real API: real tokens, heartbeats and jobs. */
export class MadeUpFleet {
  #agents = new Map();

  /** Enrols the hosts with a day of history, and sends what those that are not silent measure from then on. */
  static async join(client) {
    const fleet = new MadeUpFleet();
    for (const host of hosts) {
      const { token } = await client.tokens.create({ name: host.id });
      const agent = { host, token, client: createClient({ baseUrl: client.baseUrl, token }) };
      fleet.#agents.set(host.id, agent);
      await beat(agent, { inventory: inventoryOf(host), samples: pastSamples(host) });
      await client.nodes.update(host.id, { tags: host.tags });
    }
    return fleet;
  }

  async beat() {
    for (const agent of this.#agents.values()) if (!agent.host.silent) await beat(agent);
  }

  /** Carries the next job of a host out, in that it says what its script printed and how it ended. */
  async carryOut(nodeId, { stdout, exitCode, milliseconds }) {
    const { token, client } = this.#agents.get(nodeId);
    const call = async (path, body) => {
      const response = await fetch(`${client.baseUrl}/api/jobs${path}`, {
        method: body === undefined ? 'GET' : 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
      return response.json();
    };
    const { job } = await call(`/pending?nodeId=${nodeId}&claimId=${randomUUID()}&capacity=1`);
    const { id, attempt } = job;
    await delay(milliseconds);
    await call(`/${id}/output`, { attempt, chunks: [{ stream: 'stdout', offset: 0, data: stdout }] });
    const stdoutBytes = Buffer.byteLength(stdout);
    await call(`/${id}/complete`, { attempt, exitCode, stdoutBytes, stderrBytes: 0 });
  }
}

function beat({ host, client }, more = {}) {
  return client.nodes.heartbeat({
    nodeId: host.id,
    hostname: `${host.id}.example.com`,
    agentVersion: '0.1.0',
    intervalSeconds: 10,
    metrics: metricsAt(host, Date.now()),
    ...more,
  });
}

function inventoryOf({ id, region, cores }) {
  return { ...debian, region, cpuCores: cores, cpuModel: 'AMD EPYC 7543', ip: `10.20.${id.length}.${cores + 10}` };
}

/** Each five minutes of the last day, and each minute of the last hour. */
function pastSamples(host) {
  const now = Date.now();
  const minutesAgo = [
    ...Array.from({ length: 276 }, (_, index) => 60 + (276 - index) * 5),
    ...Array.from({ length: 60 }, (_, index) => 60 - index),
  ];
  return minutesAgo.map((minutes) => {
    const at = now - minutes * minuteMs;
    return { at: new Date(at).toISOString(), metrics: metricsAt(host, at) };
  });
}

/** More in the day than at night, with a batch each hour and some noise; the same for the same host and time. */
function metricsAt(host, at) {
  const minute = (at - startedAt) / minuteMs + startMinute + 1440;
  const dayPart = (minute % 1440) / 1440;
  const day = 0.78 + 0.3 * Math.sin(2 * Math.PI * (dayPart - 0.3));
  const batch = minute % 60 < 6 ? 1.35 : 1;
  const cpuPct = percent(host.cpu * day * batch * (0.6 + 0.8 * noise(host.id, at)));
  const memPct = percent(host.mem * (0.97 + 0.06 * noise(`${host.id} mem`, at)));
  const diskPct = percent(host.disk + 0.6 * dayPart);
  const traffic = host.cpu * 61_000 * day * (0.7 + 0.6 * noise(`${host.id} net`, at));
  const memTotalBytes = host.memory * gibibyte;
  const diskTotalBytes = host.storage * gibibyte;
  const diskUsedBytes = Math.round((diskTotalBytes * diskPct) / 100);
  return {
    cpuPct,
    memPct,
    diskPct,
    memTotalBytes,
    memUsedBytes: Math.round((memTotalBytes * memPct) / 100),
    swapUsedBytes: 0,
    swapTotalBytes: 2 * gibibyte,
    diskTotalBytes,
    diskUsedBytes,
    load1: round((cpuPct / 100) * host.cores * 1.1),
    load5: round((cpuPct / 100) * host.cores),
    load15: round((cpuPct / 100) * host.cores * 0.95),
    netRxBps: Math.round(traffic),
    netTxBps: Math.round(traffic * 1.7),
    diskReadBps: Math.round(traffic * 0.8),
    diskWriteBps: Math.round(traffic * 1.2),
    uptimeSeconds: 41 * 86_400,
    processes: 140 + host.cores * 11,
    filesystems: [
      { mount: '/', fsType: 'ext4', usedBytes: 9 * gibibyte, totalBytes: 30 * gibibyte },
      { mount: '/srv', fsType: 'xfs', usedBytes: diskUsedBytes, totalBytes: diskTotalBytes },
    ],
  };
}

/** 0..1, from a hash of the name and the minute (FNV-1a). */
function noise(name, at) {
  let hash = 2_166_136_261;
  for (const character of `${name} ${Math.floor(at / 10_000)}`) {
    hash = Math.imul(hash ^ character.charCodeAt(0), 16_777_619);
  }
  return ((hash >>> 0) % 1000) / 1000;
}

function percent(value) {
  return round(Math.min(100, Math.max(0, value)));
}

function round(value) {
  return Math.round(value * 10) / 10;
}
