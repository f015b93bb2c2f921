import { appendFileSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { Log } from '../log.js';
import { describe } from '../log.js';
import type { RingEntry, SampleRing } from './sample-ring.js';
import { keptSamplesMax, parseKept } from './sample-ring.js';

/**
 * The kept samples on disk, so that a restart of the agent during an outage loses none: one line appended for each
 * sample that could not be sent, nothing written while the server answers. A sample may be here and at the server; it
 * is then sent again, which changes nothing there.
 */
export class SampleFile {
  private lines = 0;
  private failed = false;

  constructor(
    private readonly path: string,
    private readonly log: Log,
  ) {}

  /** Puts what an earlier run kept into the ring. */
  load(ring: SampleRing): void {
    let text: string;
    try {
      text = readFileSync(this.path, 'utf8');
    } catch {
      return;
    }
    for (const line of text.split('\n')) {
      const at = timeOf(line);
      if (at === null) continue;
      ring.push(line, at);
      this.lines += 1;
    }
    if (ring.size > 0) this.log.info(`${ring.size} samples of an earlier run are still to be sent`);
  }

  append(entries: readonly RingEntry[], ring: SampleRing): void {
    if (entries.length === 0) return;
    this.attempt(() => {
      if (this.lines + entries.length > 2 * keptSamplesMax) return this.rewrite(ring.all());
      appendFileSync(this.path, text(entries), { mode: 0o600 });
      this.lines += entries.length;
    });
  }

  /** Everything has been sent. */
  clear(): void {
    if (this.lines === 0) return;
    this.attempt(() => rmSync(this.path, { force: true }));
    this.lines = 0;
  }

  private rewrite(entries: readonly RingEntry[]): void {
    writeFileSync(`${this.path}.new`, text(entries), { mode: 0o600 });
    renameSync(`${this.path}.new`, this.path);
    this.lines = entries.length;
  }

  /** A full disk must not end the heartbeats: the samples are still in memory. */
  private attempt(write: () => void): void {
    try {
      write();
      this.failed = false;
    } catch (error) {
      if (!this.failed) this.log.error(`samples cannot be kept on disk: ${describe(error)}`);
      this.failed = true;
    }
  }
}

function text(entries: readonly RingEntry[]): string {
  return entries.map((entry) => `${entry.json}\n`).join('');
}

/** Null for a line that a crash cut short. */
function timeOf(line: string): string | null {
  try {
    return line === '' ? null : parseKept(line).at;
  } catch {
    return null;
  }
}
