import type { Heartbeat, Inventory, KeptSample, Machine } from '@hyprbox/contracts';
import { limits } from '@hyprbox/contracts';
import type { Backoff } from '../backoff.js';
import { detailOf, readDropped, readFaults } from '../http/answers.js';
import type { Answer } from '../http/http-client.js';
import { Unreachable } from '../http/http-client.js';
import type { NodeApi } from '../http/node-api.js';
import type { Log } from '../log.js';
import { describe } from '../log.js';
import { pause } from '../pause.js';
import type { NetworkWatch } from './network-watch.js';
import { sendableInventory, sendableMetrics } from '../metrics/sendable.js';
import type { SampleFile } from '../metrics/sample-file.js';
import type { RingEntry, SampleRing } from '../metrics/sample-ring.js';
import { parseKept } from '../metrics/sample-ring.js';
import { RefusedFigures } from './refused-figures.js';

/** What kept samples may take of a heartbeat's body. */
const samplesBytesMax = limits.heartbeatBodyBytes * 0.75;
/** Between two heartbeats that bring in what was kept. */
const catchUpSpacingMs = 250;

export interface Identity {
  nodeId: string;
  hostname: () => string;
  agentVersion: string;
  intervalSeconds: number;
  machine: Machine | null;
}

export interface SampleStore {
  ring: SampleRing;
  file: SampleFile;
}

/** Sends samples: the newest as the heartbeat itself, what was kept while the server was away beside it. */
export class HeartbeatSender {
  private readonly firstAccepted = Promise.withResolvers<void>();
  private offered = Promise.withResolvers<void>();
  private inventory: string | null = null;
  private inventorySent: string | null = null;
  /** Sequence of the newest sample that is also on disk. */
  private onDisk = 0;
  private away = false;
  private back: () => void = () => undefined;
  /** The server refused the time of this sample, so it is sent without. */
  private timeRefused: number | null = null;
  private readonly refusedFigures = new RefusedFigures();
  /** How many kept samples go into one heartbeat; fewer once a body was too large for what is in between. */
  private batchMost: number = limits.samplesPerHeartbeat;
  private droppedTold = false;

  constructor(
    private readonly identity: Identity,
    private readonly store: SampleStore,
    private readonly running: () => string[],
    private readonly channel: { api: NodeApi; backoff: Backoff; network: NetworkWatch; log: Log },
  ) {
    this.onDisk = store.ring.newest()?.sequence ?? 0;
  }

  /** Fulfilled when the server has taken a heartbeat, and so knows the node. */
  get accepted(): Promise<void> {
    return this.firstAccepted.promise;
  }

  /** The listener is told when the server takes heartbeats again after it did not. */
  onBack(listener: () => void): void {
    this.back = listener;
  }

  setInventory(inventory: Inventory): void {
    this.inventory = JSON.stringify(sendableInventory(inventory));
  }

  offer(sample: KeptSample): void {
    const { ring } = this.store;
    const before = ring.dropped;
    ring.push(JSON.stringify({ at: sample.at, metrics: sendableMetrics(sample.metrics) }), sample.at);
    if (before === 0 && ring.dropped > 0) {
      this.channel.log.warn('the server has been away for so long that the oldest samples are dropped');
    }
    if (this.away) this.keep();
    this.offered.resolve();
  }

  async run(signal: AbortSignal): Promise<void> {
    const wake = (): void => this.offered.resolve();
    signal.addEventListener('abort', wake);
    while (!signal.aborted) {
      const newest = this.store.ring.newest();
      if (newest === undefined) {
        this.offered = Promise.withResolvers<void>();
        await this.offered.promise;
        continue;
      }
      await this.send(newest, signal);
    }
    signal.removeEventListener('abort', wake);
    this.keep();
  }

  private async send(newest: RingEntry, signal: AbortSignal): Promise<void> {
    const { ring, file } = this.store;
    const kept = ring.oldest(this.batchMost, samplesBytesMax);
    const inventory = this.inventory === this.inventorySent ? null : this.inventory;
    const answer = await this.exchange(this.heartbeat(newest, kept, inventory), signal);
    if (signal.aborted) return;
    if (answer !== null && answer.status < 300) {
      this.inventorySent = inventory ?? this.inventorySent;
      this.noteAccepted(answer);
      // The newest goes along with each batch until all others are in.
      ring.remove(kept.length === ring.size - 1 ? [...kept, newest] : kept);
      if (ring.size === 0) file.clear();
      else await pause(catchUpSpacingMs, signal);
      return;
    }
    if (answer?.status === 413 && kept.length > 0) {
      this.batchMost = Math.floor(kept.length / 2);
      return;
    }
    if (answer?.status === 400 && this.dropRefused(answer, newest, kept)) return;
    this.noteFailed(answer);
    const { backoff, network } = this.channel;
    if ((await network.pause(backoff.next(answer?.retryAfterMs ?? null), signal)) === 'changed') backoff.reset();
  }

  private heartbeat(newest: RingEntry, kept: readonly RingEntry[], inventory: string | null): Heartbeat {
    const { at, metrics } = this.refusedFigures.leftOutOf(parseKept(newest.json));
    const running = this.running();
    const { nodeId, hostname, agentVersion, intervalSeconds, machine } = this.identity;
    return {
      nodeId,
      hostname: hostname(),
      agentVersion,
      intervalSeconds,
      ...(machine !== null && !this.refusedFigures.isLeftOut('machine') && { machine }),
      ...(this.timeRefused !== newest.sequence && { at }),
      metrics,
      // Made from an Inventory by setInventory.
      ...(inventory !== null && { inventory: JSON.parse(inventory) as Inventory }),
      ...(kept.length > 0 && { samples: kept.map(({ json }) => this.refusedFigures.leftOutOf(parseKept(json))) }),
      // Without a list the server takes all of the node's as carried.
      ...(running.length <= limits.runningPerHeartbeat && { running }),
    };
  }

  private async exchange(heartbeat: Heartbeat, signal: AbortSignal): Promise<Answer | null> {
    try {
      return await this.channel.api.heartbeat(heartbeat, signal);
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      if (!this.away && !signal.aborted) this.channel.log.warn(`the server cannot be reached: ${describe(error)}`);
      return null;
    }
  }

  /** Takes away what the server named as unacceptable; whether the rest can be sent at once. */
  private dropRefused(answer: Answer, newest: RingEntry, kept: readonly RingEntry[]): boolean {
    const { ring } = this.store;
    const pointers = readFaults(answer.body).map((fault) => fault.pointer);
    const figures = this.refusedFigures.note(pointers);
    if (figures.length > 0) {
      this.channel.log.warn(`the server does not take ${figures.join(', ')}: left out for a while`);
      return true;
    }
    const indexes = pointers.flatMap((pointer) => {
      const index = /^\/samples\/([0-9]+)(?:\/|$)/.exec(pointer)?.[1];
      return index === undefined ? [] : [Number(index)];
    });
    const refused = kept.filter((_, index) => indexes.includes(index));
    if (refused.length > 0) {
      ring.remove(refused);
      this.channel.log.warn(
        `the server refuses ${refused.length} kept samples, they are dropped: ${detailOf(answer.body)}`,
      );
      return true;
    }
    if (pointers.includes('/at') && this.timeRefused !== newest.sequence) {
      if (this.timeRefused === null)
        this.channel.log.warn("this host's clock differs from the server's: check its time");
      this.timeRefused = newest.sequence;
      return true;
    }
    if (pointers.some((pointer) => pointer.startsWith('/inventory')) && this.inventory !== this.inventorySent) {
      this.channel.log.warn(`the server refuses the inventory, it is left out: ${detailOf(answer.body)}`);
      this.inventorySent = this.inventory;
      return true;
    }
    if (pointers.some((pointer) => pointer.startsWith('/metrics')) || (pointers.length > 0 && ring.size > 1)) {
      // Sent again it would be refused again, and hold up everything after it.
      ring.remove([newest]);
    }
    return false;
  }

  private noteAccepted(answer: Answer): void {
    const [dropped] = readDropped(answer.body);
    if (dropped !== undefined && !this.droppedTold) {
      this.channel.log.warn(`the server leaves out what it cannot use: ${dropped.pointer} ${dropped.detail}`);
    }
    this.droppedTold = dropped !== undefined;
    this.channel.backoff.reset();
    if (this.away) this.channel.log.info(`the server is back: ${this.store.ring.size} samples to send`);
    const wasAway = this.away;
    this.away = false;
    if (wasAway) this.back();
    this.firstAccepted.resolve();
  }

  private noteFailed(answer: Answer | null): void {
    const isTold = answer === null || answer.status === 401 || answer.status === 403;
    if (!this.away && !isTold) {
      this.channel.log.warn(`the server does not take the heartbeat: ${answer.status} ${detailOf(answer.body)}`);
    }
    this.away = true;
    this.keep();
  }

  /** Writes the samples that are in memory only. */
  private keep(): void {
    const { ring, file } = this.store;
    file.append(
      ring.all().filter((entry) => entry.sequence > this.onDisk),
      ring,
    );
    this.onDisk = ring.newest()?.sequence ?? this.onDisk;
  }
}
