/**
 * Many agents in one process: `fleet <url> <tokens.json> <seconds between heartbeats> <calls.ndjson>`, until SIGTERM.
 *
 * Heartbeats, requests for work, pauses and kept samples are those of the real agent; only the host's figures, its
 * scripts and its routes are made up. Each call is noted in a line of its own.
 */
import { randomUUID } from 'node:crypto';
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Metrics } from '@hyprbox/contracts';
import { Backoff, lightCalls } from '../backoff.js';
import type { Answer, Call } from '../http/http-client.js';
import { HttpClient } from '../http/http-client.js';
import { NodeApi } from '../http/node-api.js';
import { NodeToken } from '../http/node-token.js';
import type { Log } from '../log.js';
import { describe } from '../log.js';
import { HeartbeatSender } from '../loops/heartbeat-sender.js';
import { HeartbeatLoop } from '../loops/heartbeat.loop.js';
import { NetworkWatch } from '../loops/network-watch.js';
import { WorkLoop } from '../loops/work.loop.js';
import { SampleFile } from '../metrics/sample-file.js';
import { SampleRing } from '../metrics/sample-ring.js';
import { pause } from '../pause.js';
import { TimelineNote } from '../timeline-note.js';
import { SimulatedExecutions } from './simulated-executions.js';

/** One call of one agent. Times are milliseconds, `at` since 1970. */
interface NotedCall {
  nodeId: string;
  path: string;
  at: number;
  ms: number;
  /** The answer's status, or why there was none. */
  outcome: number | string;
}

class NotingClient extends HttpClient {
  constructor(
    base: URL,
    private readonly host: { nodeId: string; token: string },
    private readonly note: (call: NotedCall) => void,
  ) {
    super(base, null, 'hyprnode/0.1.0', () => host.token, now);
  }

  override async send(call: Call): Promise<Answer> {
    const at = Date.now();
    const started = performance.now();
    const noteAs = (outcome: number | string): void => {
      // What the agent itself gave up was not refused.
      if (call.signal.aborted) return;
      const [path = ''] = call.path.split('?');
      this.note({ nodeId: this.host.nodeId, path, at, ms: Math.round(performance.now() - started), outcome });
    };
    try {
      const answer = await super.send(call);
      noteAs(answer.status);
      return answer;
    } catch (error) {
      noteAs(describe(error));
      throw error;
    }
  }
}

const now = (): Date => new Date();
const silent: Log = { info: () => undefined, warn: () => undefined, error: (message) => console.error(message) };
/** Routes that never change: each agent would read those of this machine every second. */
const network = new NetworkWatch({
  routes: () => '',
  wallMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  pollMs: 1_000,
});

function figures(): Metrics {
  return { cpuPct: Math.round(Math.random() * 700) / 10, memPct: 40, diskPct: 40, load1: 1, uptimeSeconds: 86_400 };
}

/** Put together as `Agent` does it. */
async function runAgent(
  base: URL,
  host: { nodeId: string; token: string },
  intervalSeconds: number,
  directory: string,
  note: (call: NotedCall) => void,
  signal: AbortSignal,
): Promise<void> {
  // Hosts were started at different times.
  await pause(Math.random() * intervalSeconds * 1000, signal);
  const { nodeId } = host;
  const backoff = (): Backoff => new Backoff(Math.random, lightCalls);
  const http = new NotingClient(base, host, note);
  const api = new NodeApi(http, new NodeToken(host.token, null, nodeId, silent), nodeId);
  const executions = new SimulatedExecutions(api, backoff, signal);
  const store = { ring: new SampleRing(), file: new SampleFile(join(directory, `${nodeId}.samples`), silent) };
  const sender = new HeartbeatSender(
    { nodeId, hostname: () => `${nodeId}.example.net`, agentVersion: '0.1.0', intervalSeconds, machine: null },
    store,
    () => executions.ids,
    { api, backoff: backoff(), network, log: silent },
  );
  const sampler = { restart: () => undefined, sample: () => Promise.resolve(figures()) };
  const beat = new HeartbeatLoop(sampler, sender, intervalSeconds * 1000, now, silent);
  const timeline = new TimelineNote(join(directory, `${nodeId}.timeline`), silent);
  const work = new WorkLoop(api, executions, timeline, backoff(), network, randomUUID, () => null, silent);
  sender.onBack(() => work.askAgain());
  await Promise.all([beat.run(signal), sender.run(signal), sender.accepted.then(() => work.run(signal))]);
  http.close();
}

const [url = '', tokensFile = '', seconds = '', callsFile = ''] = process.argv.slice(2);
// Written by the benchmark that starts this program.
const hosts = JSON.parse(readFileSync(tokensFile, 'utf8')) as { nodeId: string; token: string }[];
const directory = mkdtempSync(join(tmpdir(), 'hyprbox-fleet-'));
const calls = createWriteStream(callsFile);
const stopping = new AbortController();
process.once('SIGTERM', () => stopping.abort());
for (const host of hosts) {
  const note = (call: NotedCall): void => void calls.write(`${JSON.stringify(call)}\n`);
  runAgent(new URL(url), host, Number(seconds), directory, note, stopping.signal).catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
}
stopping.signal.addEventListener('abort', () => {
  // Calls that were under way end at once, and are not noted.
  setImmediate(() => {
    rmSync(directory, { recursive: true, force: true });
    calls.end(() => process.exit());
  });
});
