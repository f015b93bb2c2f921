import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { firstTimeline, timelinePattern } from '@hyprbox/contracts';
import type { Log } from './log.js';
import { describe } from './log.js';

/** The newest mark of the server's history that this host was shown. By it a server notices that its database was put back. */
export class TimelineNote {
  private value: string;
  private failed = false;

  constructor(
    private readonly path: string,
    private readonly log: Log,
  ) {
    this.value = read(path);
  }

  get current(): string {
    return this.value;
  }

  keep(shown: string | undefined): void {
    if (shown === undefined || shown === this.value) return;
    this.value = shown;
    const draft = `${this.path}.new`;
    try {
      writeFileSync(draft, shown, { mode: 0o600 });
      renameSync(draft, this.path);
      this.failed = false;
    } catch (error) {
      if (!this.failed) this.log.warn(`the state of the server cannot be noted: ${describe(error)}`);
      this.failed = true;
    }
  }
}

function read(path: string): string {
  try {
    const text = readFileSync(path, 'utf8');
    return timelinePattern.test(text) ? text : firstTimeline;
  } catch {
    // Not noted yet.
    return firstTimeline;
  }
}
