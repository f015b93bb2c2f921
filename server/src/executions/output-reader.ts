import { Inject, Injectable } from '@nestjs/common';
import { isTerminal, limits, type OutputStream, type StatusEvent } from '@hyprbox/contracts';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/environment.js';
import { isDatabaseAway } from '../database/database-away.js';
import { Waiters } from '../notifications/waiters.js';
import { Notifications } from '../notifications/notifications.js';
import type { ServerSentEvent } from '../http/server-sent-events.js';
import type { Transaction } from '../database/unit-of-work.js';
import { RecentAnswers } from '../time/recent-answers.js';
import type { Execution } from './execution.js';
import { ExecutionNotFoundError } from './executions.errors.js';
import { ExecutionsRepository, type ExecutionProgress } from './executions.repository.js';
import {
  eventId,
  keptFrom,
  outputEvent,
  positionsFrom,
  shownText,
  type Positions,
  type StoredChunk,
} from './output-assembly.js';
import { outputDay, OutputRepository } from './output.repository.js';

/** Chunks that are read backwards at a time, at most this many times 256 KiB. */
const chunksPerRead = 16;
/** Chunks at the end of a stream that hold its newest line, if it is short. */
const newestChunks = 2;
const lineFeed = 0x0a;
/** A notification may get lost: an open stream looks again after this time at the latest. */
const slowPollMs = 10_000;
/** While the database is away an open stream stays open, and looks again after this time. */
const awayPollMs = 1_000;

/** Where an execution's output is, and how much of it there is. */
type Printed = Pick<
  Execution,
  'id' | 'createdAt' | 'stdoutBytes' | 'stderrBytes' | 'stdoutKeptFrom' | 'stderrKeptFrom'
>;

/** Reads stored output: as text, as bytes, and as a stream of events that follows what is still to come. */
@Injectable()
export class OutputReader {
  private readonly waiters = new Waiters();
  /** How far executions are: streams that ask at the same time share a look-up, which begins after they have asked. */
  private readonly progress: RecentAnswers<ExecutionProgress>;

  constructor(
    private readonly repository: ExecutionsRepository,
    private readonly output: OutputRepository,
    notifications: Notifications,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    this.progress = new RecentAnswers((ids) => repository.progressOf(ids), { maxAgeMs: 0, maxEntries: 0 });
    notifications.on('output', ({ id }) => this.waiters.wake(id));
    notifications.on('execution', ({ id }) => this.waiters.wake(id));
    notifications.on('missed', () => this.waiters.wakeAll());
  }

  /** Where the kept part of a stream begins; what lies before is dropped. */
  keptFrom(execution: Omit<Printed, 'id' | 'createdAt'>, stream: OutputStream): number {
    // Beyond the limit only where the host had lost what a database that was put back missed.
    return Math.max(keptFrom(execution[`${stream}Bytes`], this.config.outputKeptBytes), execution[`${stream}KeptFrom`]);
  }

  /** The newest part of a stream as text. */
  async tail(execution: Execution, stream: OutputStream): Promise<string> {
    const total = stream === 'stdout' ? execution.stdoutBytes : execution.stderrBytes;
    const shown = keptFrom(total, Math.min(limits.outputShownBytes, this.config.outputKeptBytes));
    const from = Math.max(shown, execution[`${stream}KeptFrom`]);
    const parts: Buffer[] = [];
    for await (const bytes of this.read(execution, stream, from)) parts.push(bytes);
    return shownText(Buffer.concat(parts), from > 0);
  }

  /**
   * The last whole line of a stream of an execution that has delivered all of it; null when there is none, or when its
   * start is no longer kept.
   */
  async lastLine(tx: Transaction, execution: Execution, stream: OutputStream): Promise<string | null> {
    const day = outputDay(execution.createdAt);
    const end = stream === 'stdout' ? execution.stdoutBytes : execution.stderrBytes;
    const floor = this.keptFrom(execution, stream);
    let bytes = Buffer.alloc(0);
    let start = end;
    while (start > floor) {
      const chunks = await this.output.readBackwards(tx, day, execution.id, stream, start, chunksPerRead);
      const first = chunks.at(-1);
      if (!first) return null;
      bytes = Buffer.concat([...chunks.map((chunk) => chunk.bytes).reverse(), bytes]);
      start = first.offset;
      const last = lastLineOf(bytes, start === 0);
      if (last !== null) return last;
    }
    return null;
  }

  /** The newest whole line of a stream of each execution, as far as it lies in the newest bytes. */
  async newestLines(
    executions: readonly Pick<Execution, 'id' | 'createdAt'>[],
    stream: OutputStream,
  ): Promise<Map<string, string>> {
    const places = executions.map(({ id, createdAt }) => ({ id, day: outputDay(createdAt) }));
    const newest = places.length > 0 ? await this.output.readNewest(places, stream, newestChunks) : [];
    const lines = new Map<string, string>();
    for (const [id, { offset, bytes }] of newest) {
      const end = bytes.lastIndexOf(lineFeed);
      const line = end === -1 ? null : lastLineOf(bytes.subarray(0, end + 1), offset === 0);
      if (line !== null) lines.set(id, line);
    }
    return lines;
  }

  /** All that is kept of a stream, the bytes as they were. */
  async *bytes(execution: Printed, stream: OutputStream): AsyncGenerator<Buffer> {
    yield* this.read(execution, stream, this.keptFrom(execution, stream));
  }

  private async *read(execution: Printed, stream: OutputStream, from: number): AsyncGenerator<Buffer> {
    const day = outputDay(execution.createdAt);
    const end = stream === 'stdout' ? execution.stdoutBytes : execution.stderrBytes;
    let position = from;
    while (position < end) {
      const chunks = await this.output.readStream(day, execution.id, stream, position);
      if (chunks.length === 0) return;
      for (const { offset, bytes } of chunks) {
        const part = bytes.subarray(Math.max(0, position - offset), end - offset);
        position = offset + bytes.length;
        if (part.length > 0) yield part;
      }
    }
  }

  /**
   * Replays from the start, or from the event with this id on, then follows until the end: `stdout` and `stderr` with
   * the bytes, `status` at each change, last `done`.
   *
   * @param told what a status says, where there is more to say than of any execution
   */
  async *follow(
    id: string,
    lastEventId: string | undefined,
    signal: AbortSignal,
    told: StatusTold = (status) => Promise.resolve(status),
  ): AsyncGenerator<ServerSentEvent> {
    const reading: Reading = { place: positionsFrom(lastEventId), floor: null, shown: null, told };
    const waiter = this.waiters.add(id);
    try {
      while (!signal.aborted) {
        try {
          if (yield* this.news(id, reading, signal)) return;
          await waiter.next(signal, slowPollMs);
        } catch (error) {
          if (!isDatabaseAway(error)) throw error;
          await waiter.next(signal, awayPollMs);
        }
      }
    } finally {
      waiter.close();
    }
  }

  /** @returns whether the end has been told */
  private async *news(id: string, reading: Reading, signal: AbortSignal): AsyncGenerator<ServerSentEvent, boolean> {
    // The state is read before the output: once it says finished, all the output is there to be read.
    const progress = await this.progress.get(id);
    if (!progress) throw new ExecutionNotFoundError();
    // Whoever claims to have seen what is not there yet has seen another job's: it is shown all of this one.
    if (reading.floor === null && isBeyond(reading.place, progress)) reading.place = { stdout: 0, stderr: 0 };
    // A replay starts where the kept part does, even if older chunks still lie around; who follows misses nothing.
    reading.floor ??= {
      stdout: keptFrom(progress.stdoutBytes, this.config.outputKeptBytes),
      stderr: keptFrom(progress.stderrBytes, this.config.outputKeptBytes),
    };
    yield* this.fresh(id, progress, reading, signal);
    const { status, reason, exitCode } = progress;
    const data = JSON.stringify(await reading.told({ status, reason, exitCode }));
    if (data !== reading.shown) yield { id: eventId(reading.place), event: 'status', data };
    reading.shown = data;
    if (!isTerminal(status)) return false;
    yield { id: eventId(reading.place), event: 'done', data: '{}' };
    return true;
  }

  private async *fresh(
    id: string,
    { createdAt, stdoutBytes, stderrBytes }: ExecutionProgress,
    reading: Reading,
    signal: AbortSignal,
  ): AsyncGenerator<ServerSentEvent> {
    while (reading.place.stdout < stdoutBytes || reading.place.stderr < stderrBytes) {
      const { stdout, stderr } = reading.place;
      const chunks = await this.output.readFrom(outputDay(createdAt), id, stdout + stderr);
      if (chunks.length === 0) return;
      for (const chunk of chunks) {
        if (signal.aborted) return;
        const event = advance(reading, chunk);
        if (event) yield event;
      }
    }
  }
}

/**
 * The last line of the bytes, with or without a line feed behind it; null if its start may lie before them.
 *
 * @param isStart whether nothing comes before the bytes
 */
function lastLineOf(bytes: Buffer, isStart: boolean): string | null {
  const end = bytes.at(-1) === lineFeed ? bytes.length - 1 : bytes.length;
  const before = end === 0 ? -1 : bytes.lastIndexOf(lineFeed, end - 1);
  if (before === -1 && !isStart) return null;
  return bytes.toString('utf8', before + 1, end);
}

function isBeyond({ stdout, stderr }: Positions, { stdoutBytes, stderrBytes }: ExecutionProgress): boolean {
  return stdout > stdoutBytes || stderr > stderrBytes;
}

type StatusTold = (status: StatusEvent) => Promise<StatusEvent<string>>;

/** How far a reader has come: the bytes of both streams up to and with its last chunk, and what it need not be shown. */
interface Reading {
  place: Positions;
  floor: Positions | null;
  /** The last status told. */
  shown: string | null;
  told: StatusTold;
}

function advance(reading: Reading, { seq, stream, offset, bytes }: StoredChunk): ServerSentEvent | null {
  const from = Math.max(offset, reading.place[stream], reading.floor?.[stream] ?? 0);
  const end = offset + bytes.length;
  // `seq` counts the bytes of both streams before the chunk, so this is also right after chunks that were dropped.
  const other = seq - offset;
  reading.place = stream === 'stdout' ? { stdout: end, stderr: other } : { stdout: other, stderr: end };
  if (from >= end) return null;
  const data = JSON.stringify(outputEvent(from, bytes.subarray(from - offset)));
  return { id: eventId(reading.place), event: stream, data };
}
