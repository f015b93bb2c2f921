import { writeSync } from 'node:fs';
import type { BackupProgress, BackupProgramEvent, BackupResult } from '@hyprbox/contracts';
import { isCode } from '../error-code.js';
import { printable } from './printable.js';

const progressEveryMs = 1_000;
const fullPipeRetryMs = 10;
const descriptors = { events: 1, narration: 2 };

/** What a run tells: events on standard output for the server, lines on standard error for people. */
export interface BackupReport {
  progress(progress: BackupProgress): void;
  say(line: string): void;
}

/** Writes at once and in order; the reader's slowness is the writer's. */
export class StandardReport implements BackupReport {
  private progressedAt = -progressEveryMs;
  private isRead = true;

  constructor(
    private readonly now: () => Date,
    /** Nobody reads any more: the agent is gone. */
    private readonly onUnread: () => void,
  ) {}

  /** Once a second at most; what comes sooner is left out, as the next says more. */
  progress(progress: BackupProgress): void {
    const time = performance.now();
    if (time - this.progressedAt < progressEveryMs) return;
    this.progressedAt = time;
    this.event({ event: 'progress', at: this.now().toISOString(), progress });
  }

  result(result: BackupResult): void {
    this.event({ event: 'result', at: this.now().toISOString(), result });
  }

  say(line: string): void {
    this.write(descriptors.narration, `${printable(line)}\n`);
  }

  private event(event: BackupProgramEvent): void {
    this.write(descriptors.events, `${JSON.stringify(event)}\n`);
  }

  private write(descriptor: number, text: string): void {
    if (!this.isRead) return;
    let bytes = Buffer.from(text);
    while (bytes.length > 0) {
      try {
        bytes = bytes.subarray(writeSync(descriptor, bytes));
      } catch (error) {
        // A hook that shares the pipe may have made it one that does not wait.
        if (isCode(error, 'EAGAIN')) sleep(fullPipeRetryMs);
        else return this.giveUp();
      }
    }
  }

  private giveUp(): void {
    this.isRead = false;
    this.onUnread();
  }
}

function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
