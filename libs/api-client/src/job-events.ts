import type { ExecutionReason, OutputEvent, OutputStream, StatusEvent } from '@hyprbox/contracts';
import { UnexpectedAnswerError } from './errors.js';
import type { ServerSentEvent } from './event-parser.js';

/** Bytes that a job printed. `droppedBytes` before them are no longer kept by the server. */
export interface JobOutput {
  type: OutputStream;
  offset: number;
  bytes: Uint8Array;
  droppedBytes: number;
}

export interface JobStatusChange<Reason extends string = ExecutionReason> extends StatusEvent<Reason> {
  type: 'status';
}

/** The last event: the job has ended and all its output was given. */
export interface JobDone {
  type: 'done';
}

export type JobEvent<Reason extends string = ExecutionReason> = JobOutput | JobStatusChange<Reason> | JobDone;

/**
 * Reads a job's events so that each byte is given once and in order, also when a connection that was resumed
 * repeats some of them. A jump in the offsets is a drop, and is counted. `Reason` is why an execution may fail.
 */
export class JobEventReader<Reason extends string = ExecutionReason> {
  private readonly next = { stdout: 0, stderr: 0 };

  constructor(private readonly baseUrl: string) {}

  /** Null for an event that says nothing new. */
  read(event: ServerSentEvent): JobEvent<Reason> | null {
    switch (event.event) {
      case 'stdout':
      case 'stderr':
        return this.output(event.event, this.parse<OutputEvent>(event));
      case 'status':
        return { type: 'status', ...this.parse<StatusEvent<Reason>>(event) };
      case 'done':
        return { type: 'done' };
      default:
        return null; // events of a newer server
    }
  }

  private output(type: OutputStream, event: OutputEvent): JobOutput | null {
    const bytes = 'data' in event ? Buffer.from(event.data, 'utf8') : Buffer.from(event.base64, 'base64');
    const expected = this.next[type];
    const end = event.offset + bytes.length;
    if (end <= expected) return null;
    this.next[type] = end;
    const repeated = Math.max(0, expected - event.offset);
    const offset = event.offset + repeated;
    return { type, offset, bytes: bytes.subarray(repeated), droppedBytes: offset - expected };
  }

  private parse<T>(event: ServerSentEvent): T {
    try {
      // The contract's types are what the server promises; its own tests hold it to them.
      return JSON.parse(event.data) as T;
    } catch (error) {
      throw new UnexpectedAnswerError(this.baseUrl, `a ${event.event} event holds no JSON`, { cause: error });
    }
  }
}
