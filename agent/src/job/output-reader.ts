import { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { OutputStream } from '@hyprbox/contracts';
import type { Log } from '../log.js';
import { describe } from '../log.js';
import type { Spool } from './spool.js';
import { spoolBytesMax } from './spool.js';
import { recordHeaderBytes } from './spool-segment.js';

/** As much as a pipe holds by default (pipe(7)). */
const readBytes = 64 * 1024;
const drainStepMs = 50;
const fullDiskRetryMs = 1_000;
/** How long what was read last may take to be written, when the reading is to be gone on with later. */
const writtenWithinMs = 2_000;

/**
 * Moves one stream from its pipe to the spool through one buffer: the next read begins when the last is written, so
 * that a script faster than the disk or the server waits, and memory stays as it is.
 */
export class OutputReader {
  private readonly finished = Promise.withResolvers<void>();
  private readonly buffer = Buffer.allocUnsafeSlow(recordHeaderBytes + readBytes);
  private readonly socket: Socket;
  private writing: Promise<void> | undefined;
  private waitingForRoom = false;
  private stopped = false;
  private paused = false;

  constructor(
    descriptor: number,
    private readonly stream: OutputStream,
    private readonly spool: Spool,
    private readonly log: Log,
  ) {
    this.socket = new Socket({
      fd: descriptor,
      readable: true,
      writable: false,
      onread: {
        buffer: this.buffer.subarray(recordHeaderBytes),
        callback: (length) => {
          void this.take(length);
          return false;
        },
      },
    });
    this.socket.on('error', (error) => this.log.warn(`reading ${stream} failed: ${describe(error)}`));
    this.socket.on('close', () => {
      if (this.writing === undefined) this.finished.resolve();
    });
  }

  /** Fulfilled when everything was read, or the reading was stopped. */
  get done(): Promise<void> {
    return this.finished.promise;
  }

  /**
   * Reads what is left after the script's end. A process that still holds the pipe gets the grace, in which time
   * spent waiting for the server does not count; then reading stops.
   */
  async drain(graceMs: number): Promise<void> {
    let remaining = graceMs;
    const ended = this.done.then(() => true);
    while (remaining > 0) {
      if (this.waitingForRoom) {
        await this.spool.change();
        continue;
      }
      const step = Math.min(remaining, drainStepMs);
      if (await Promise.race([ended, delay(step, false)])) return;
      remaining -= step;
    }
    this.stop();
    await this.done;
  }

  /**
   * Stops between two reads, so that another reader can go on: no byte has left the pipe that is not in the spool. False
   * when that can't be, as the disk is full.
   */
  async leave(): Promise<boolean> {
    this.paused = true;
    this.socket.pause();
    this.spool.announce();
    const written = await Promise.race([this.writing?.then(() => true) ?? true, delay(writtenWithinMs, false)]);
    this.stop();
    await this.done;
    return written;
  }

  stop(): void {
    this.stopped = true;
    this.socket.destroy();
    this.spool.announce();
  }

  private async take(length: number): Promise<void> {
    this.writing = this.keep(this.buffer.subarray(0, recordHeaderBytes + length));
    await this.writing;
    this.writing = undefined;
    if (this.stopped || this.socket.destroyed) this.finished.resolve();
    else if (!this.paused) this.socket.resume();
  }

  private async keep(record: Buffer): Promise<void> {
    for (let failures = 0; !this.stopped; failures += 1) {
      try {
        await this.spool.append(this.stream, record);
        break;
      } catch (error) {
        if (failures === 0) this.log.error(`output waits, the state directory takes no more: ${describe(error)}`);
        await delay(fullDiskRetryMs);
      }
    }
    this.waitingForRoom = true;
    while (!this.stopped && !this.paused && this.spool.backlog > spoolBytesMax) await this.spool.change();
    this.waitingForRoom = false;
  }
}
