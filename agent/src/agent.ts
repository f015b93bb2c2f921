import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { limits } from '@hyprbox/contracts';
import { Backoff, lightCalls } from './backoff.js';
import type { Config } from './config.js';
import { keepEnrolment, readEnrolment, readMachine, readMachineId, warnOfOtherMachine } from './enrolment.js';
import { HttpClient } from './http/http-client.js';
import { NodeApi } from './http/node-api.js';
import { NodeToken } from './http/node-token.js';
import { JobCgroups } from './job/cgroups.js';
import { coverFor } from './job/covered-directory.js';
import { scriptEnvironment } from './job/environment.js';
import { Executions } from './job/executions.js';
import { Guard } from './job/guard.js';
import { ExecutionHistory } from './job/history.js';
import { PipePool } from './job/pipes.js';
import type { Program } from './job/program.js';
import { programs } from './job/program.js';
import type { Log } from './log.js';
import { HeartbeatSender } from './loops/heartbeat-sender.js';
import { NetworkWatch } from './loops/network-watch.js';
import { HeartbeatLoop } from './loops/heartbeat.loop.js';
import { WorkLoop } from './loops/work.loop.js';
import { readInventoryApart } from './metrics/inventory-process.js';
import { SampleFile } from './metrics/sample-file.js';
import { SampleRing } from './metrics/sample-ring.js';
import { presentable } from './metrics/sendable.js';
import { Sampler } from './metrics/sampler.js';
import { pause } from './pause.js';
import type { StateDirectory } from './state-directory.js';
import { TimelineNote } from './timeline-note.js';
import { agentVersion } from './version.js';

const inventoryEveryMs = 6 * 60 * 60 * 1000;
/** The first heartbeat waits this long for the inventory that goes with it. */
const firstInventoryWithinMs = 2_000;

/** The parts of a running agent, put together. */
export class Agent {
  private readonly stopping = new AbortController();
  private readonly http: HttpClient;
  private readonly executions: Executions;
  private readonly sender: HeartbeatSender;
  private readonly heartbeats: HeartbeatLoop;
  private readonly work: WorkLoop;
  private readonly samples: { ring: SampleRing; file: SampleFile };
  private loops: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly config: Config,
    /** How the agent starts itself, for what it does in a process apart. */
    private readonly self: Pick<Program, 'command' | 'arguments'>,
    private readonly state: StateDirectory,
    private readonly log: Log,
  ) {
    const now = (): Date => new Date();
    const { random } = Math;
    const token = new NodeToken(config.token, config.tokenFile, config.nodeId, log);
    this.http = new HttpClient(config.apiUrl, config.proxy, `hyprnode/${agentVersion}`, token.current, now);
    const api = new NodeApi(this.http, token, config.nodeId);
    this.executions = new Executions(
      {
        api,
        log,
        random,
        now,
        executionsDirectory: state.executions,
        history: new ExecutionHistory(state.history, now, log),
        pipes: new PipePool(state.pipes),
        programs: programs(self, {
          backupDirectory: state.backups,
          closedDirectory: config.closedDirectory,
          cover: coverFor(config.closedDirectory, process.getuid?.() === 0, log),
          keepSeconds: config.keepJobsSeconds,
        }),
        guard:
          config.keepJobsSeconds === 0
            ? null
            : new Guard({
                command: self.command,
                arguments: [...self.arguments, '--guard', state.path, String(config.keepJobsSeconds)],
              }),
        guardPath: state.guard,
        cgroups: config.jobCgroups ? new JobCgroups(log) : null,
        environment: scriptEnvironment(process.env, config.jobPath),
        secrets: {
          environment: process.env,
          closed: [state.path, config.tokenFile, config.closedDirectory].filter((path) => path !== null),
        },
      },
      config.concurrency,
    );
    const network = new NetworkWatch();
    this.samples = { ring: new SampleRing(), file: new SampleFile(state.samples, log) };
    this.samples.file.load(this.samples.ring);
    this.sender = new HeartbeatSender(
      {
        nodeId: config.nodeId,
        // A host may be renamed while its agent runs.
        hostname: () => presentable(hostname(), limits.hostnameLength) || config.nodeId,
        agentVersion,
        intervalSeconds: config.intervalSeconds,
        machine: readMachine(),
      },
      this.samples,
      () => this.executions.ids,
      { api, backoff: new Backoff(random, lightCalls), network, log },
    );
    this.heartbeats = new HeartbeatLoop(new Sampler(), this.sender, config.intervalSeconds * 1000, now, log);
    this.work = new WorkLoop(
      api,
      this.executions,
      new TimelineNote(state.timeline, log),
      new Backoff(random, lightCalls),
      network,
      randomUUID,
      () => state.fault(),
      log,
    );
    this.sender.onBack(() => this.work.askAgain());
  }

  async start(): Promise<void> {
    const { signal } = this.stopping;
    await this.executions.start();
    this.keepIdentity();
    const inventory = this.keepInventory(signal);
    this.loops = Promise.all([this.beat(signal), this.sender.run(signal), this.seekWork(signal), inventory]);
  }

  /** Fulfilled when nothing of the agent runs any more; rejected when one of its loops failed. */
  run(): Promise<unknown> {
    return this.loops;
  }

  /** Takes no new work and gives what runs the time that the settings name; heartbeats and output go on. What runs on is
   * left to the next agent where that is wanted. */
  async drain(signal: AbortSignal): Promise<void> {
    const drained = this.executions.drain(this.config.drainSeconds * 1000, signal);
    this.work.askAgain();
    await drained;
    if (!signal.aborted) await this.executions.leave();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.executions.stop();
    await this.loops;
    this.http.close();
  }

  private keepIdentity(): void {
    const { path } = this.state;
    const { nodeId } = this.config;
    const machineId = readMachineId();
    warnOfOtherMachine(path, readEnrolment(path), machineId, this.log);
    void this.sender.accepted.then(() => keepEnrolment(path, { nodeId, machineId }, this.log));
  }

  private async beat(signal: AbortSignal): Promise<void> {
    await Promise.race([this.firstInventory.promise, pause(firstInventoryWithinMs, signal)]);
    await this.heartbeats.run(signal);
  }

  /** The server knows a new node from its first heartbeat on. */
  private async seekWork(signal: AbortSignal): Promise<void> {
    const stopped = Promise.withResolvers<void>();
    signal.addEventListener('abort', () => stopped.resolve());
    await Promise.race([this.sender.accepted, stopped.promise]);
    await this.work.run(signal);
  }

  private readonly firstInventory = Promise.withResolvers<void>();

  private async keepInventory(signal: AbortSignal): Promise<void> {
    const { command } = this.self;
    const program = {
      command,
      arguments: [...this.self.arguments, '--inventory'],
      environment: scriptEnvironment(process.env, this.config.jobPath),
    };
    while (!signal.aborted) {
      const inventory = await readInventoryApart(program, this.log);
      const { region } = this.config;
      this.sender.setInventory(region === null ? inventory : { ...inventory, region });
      this.firstInventory.resolve();
      await pause(inventoryEveryMs, signal);
    }
  }
}
