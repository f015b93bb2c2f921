/**
 * Sends heartbeats as agents do, one call each, at a steady rate: a program of its own, so that it takes no time from
 * who measures. `node heartbeats.mjs <url> <tokens.json> <a second>`, until SIGTERM; it prints how many were taken, and how soon.
 */
import { readFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';

const [url, tokensFile, perSecond] = process.argv.slice(2);
const hosts = JSON.parse(await readFile(tokensFile, 'utf8'));
const connections = new Agent({ keepAlive: true, maxSockets: 64 });
const tickMs = 20;
/** Calls that may be under way: a server that can't keep up is not buried. */
const underWayMax = 2_000;

let turn = 0;
let underWay = 0;
let taken = 0;
let refused = 0;
let owed = 0;
/** How many answers took so many milliseconds. */
const answers = new Map();

const timer = setInterval(() => {
  owed = Math.min(owed + (Number(perSecond) * tickMs) / 1000, underWayMax);
  while (owed >= 1 && underWay < underWayMax) {
    owed -= 1;
    beat(hosts[turn++ % hosts.length]);
  }
}, tickMs);

process.on('SIGTERM', () => {
  clearInterval(timer);
  connections.destroy();
  console.log(JSON.stringify({ taken, refused, medianMs: share(0.5), p99Ms: share(0.99) }));
  process.exit(0);
});

/** Within how many milliseconds this share of the answers came. */
function share(part) {
  let left = taken * part;
  for (const [ms, count] of [...answers].sort(([a], [b]) => a - b)) {
    left -= count;
    if (left <= 0) return ms;
  }
  return 0;
}

function beat({ nodeId, token }) {
  const body = JSON.stringify({
    nodeId,
    hostname: `${nodeId}.example.net`,
    agentVersion: '0.1.0',
    intervalSeconds: 15,
    metrics: {
      // One beat in a hundred crosses a threshold, so that statuses change all the time.
      cpuPct: Math.random() < 0.01 ? 95 : Math.round(Math.random() * 700) / 10,
      memPct: Math.round(200 + Math.random() * 500) / 10,
      diskPct: 40,
      load1: Math.random() * 4,
      netRxBps: Math.random() * 4e6,
      netTxBps: Math.random() * 2e6,
      uptimeSeconds: 86_400,
    },
  });
  underWay += 1;
  const sentAt = performance.now();
  const call = request(
    `${url}/api/nodes/heartbeat`,
    {
      method: 'POST',
      agent: connections,
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
      },
    },
    (answer) => {
      answer.resume();
      answer.once('close', () => (underWay -= 1));
      if (answer.statusCode !== 202) {
        refused += 1;
        return;
      }
      taken += 1;
      const ms = Math.round(performance.now() - sentAt);
      answers.set(ms, (answers.get(ms) ?? 0) + 1);
    },
  );
  call.once('error', () => {
    underWay -= 1;
    refused += 1;
  });
  call.end(body);
}
