import type { BackupProgress, BackupRunReason, ExecutionStatus, BackupProgramEvent } from '@hyprbox/contracts';
import type { ServerSentEvent } from './event-parser.js';
import { JobEventReader } from './job-events.js';
import type { JobOutput } from './job-events.js';

/** Bytes of the log. `droppedBytes` before them are no longer kept by the server. */
export interface BackupLog {
  type: 'log';
  offset: number;
  bytes: Uint8Array;
  droppedBytes: number;
}

export interface BackupProgressed {
  type: 'progress';
  /** By the node's clock. */
  at: string;
  progress: BackupProgress;
}

export interface BackupStatusChange {
  type: 'status';
  status: ExecutionStatus;
  reason: BackupRunReason | null;
}

/** The last event: the run has ended and all its log was given. */
export interface BackupDone {
  type: 'done';
}

export type BackupEvent = BackupLog | BackupProgressed | BackupStatusChange | BackupDone;

const lineFeed = 0x0a;
/** A line longer than any that the agent's program prints; what came of it is given up. */
const lineBytesMax = 16 * 1024 * 1024;

/** Reads the stream of a run: its stderr is the log, its stdout tells of its progress, a JSON document a line. */
export class BackupEventReader {
  private readonly reader: JobEventReader<BackupRunReason>;
  private pending: Uint8Array[] = [];
  private pendingBytes = 0;
  /** The start of the current line was dropped: what is left of it says nothing. */
  private isCut = false;

  constructor(baseUrl: string) {
    this.reader = new JobEventReader(baseUrl);
  }

  read(event: ServerSentEvent): BackupEvent[] {
    const read = this.reader.read(event);
    if (read === null) return [];
    switch (read.type) {
      case 'stdout':
        return this.lines(read).flatMap(progressOf);
      case 'stderr':
        return [{ ...read, type: 'log' }];
      case 'status':
        return [{ type: 'status', status: read.status, reason: read.reason }];
      case 'done':
        return [read];
    }
  }

  /** The lines that these bytes complete. */
  private lines({ bytes, droppedBytes }: JobOutput): string[] {
    if (droppedBytes > 0) this.startOver(true);
    const lines: string[] = [];
    let start = 0;
    for (let end = bytes.indexOf(lineFeed); end !== -1; end = bytes.indexOf(lineFeed, start)) {
      this.keep(bytes.subarray(start, end));
      if (!this.isCut) lines.push(Buffer.concat(this.pending).toString('utf8'));
      this.startOver(false);
      start = end + 1;
    }
    this.keep(bytes.subarray(start));
    return lines;
  }

  private keep(piece: Uint8Array): void {
    if (this.isCut || piece.length === 0) return;
    this.pending.push(piece);
    this.pendingBytes += piece.length;
    if (this.pendingBytes > lineBytesMax) this.startOver(true);
  }

  private startOver(isCut: boolean): void {
    this.pending = [];
    this.pendingBytes = 0;
    this.isCut = isCut;
  }
}

/** Empty for a line that is none of progress: the result is the run's own, and a newer agent may say more. */
function progressOf(line: string): BackupProgressed[] {
  try {
    // The agent's program writes these lines; a line that is none fails here or has another event.
    const event = JSON.parse(line) as BackupProgramEvent;
    return event.event === 'progress' ? [{ type: 'progress', at: event.at, progress: event.progress }] : [];
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return [];
    throw error;
  }
}
