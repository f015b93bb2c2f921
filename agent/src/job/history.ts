import { mkdir, open, readFile, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExecutionKindName } from '@hyprbox/contracts';
import { isCode } from '../error-code.js';
import type { Log } from '../log.js';
import { describe } from '../log.js';
import type { Attempt, Ending } from './journal.js';
import { syncDirectory } from './journal.js';
import type { Offsets } from './offsets.js';
import { Spool } from './spool.js';

/** For as long as a copy of the server's database may be old when it is put back. */
export const rememberedDaysMax = 90;
/** The oldest are forgotten first; at 50 executions a day the days are the limit. */
export const rememberedMax = 50_000;
const perSegment = 5_000;
/** A backup's report is its output's last line, by which the server judges it; a longer one is not kept. */
export const keptResultBytes = 64 * 1024;
const dayMs = 24 * 60 * 60_000;
const segmentName = /^[0-9]{13}\.jsonl$/;

/** One attempt that was carried to its end, with all that the server is told of it. */
export interface RememberedAttempt extends Attempt, Ending {
  kind: ExecutionKindName;
  endedAt: string;
  total: Offsets;
}

/**
 * What this host has carried out: append-only files of JSON lines, the oldest of which is deleted as a whole. A server
 * whose database was put back hands out again what had been run since; it is answered from here instead.
 */
export class ExecutionHistory {
  private readonly counts = new Map<string, number>();
  private tail: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly directory: string,
    private readonly now: () => Date,
    private readonly log: Log,
  ) {}

  /** Returns once a crash of the machine can no longer lose it. */
  record(attempt: RememberedAttempt, spool: Spool): Promise<void> {
    const recorded = this.tail.then(() => this.write(attempt, spool));
    this.tail = recorded.catch(() => undefined);
    return recorded;
  }

  /**
   * What came of the attempt, or of a later one of the same execution; null when it was not run here.
   *
   * @throws when that cannot be told
   */
  async find({ id, attempt }: Attempt): Promise<RememberedAttempt | null> {
    await this.tail;
    for (const name of (await this.segments()).reverse()) {
      const text = await readFile(join(this.directory, name));
      const found = findIn(text, id);
      if (found !== null && found.attempt >= attempt) return found;
    }
    return null;
  }

  /** The output that is kept of a remembered attempt: a report that the server needs, or nothing. */
  async outputOf({ id, attempt, total }: RememberedAttempt): Promise<Spool> {
    try {
      const kept = await Spool.open(this.resultDirectory(id, attempt));
      if (kept.total.stdout === total.stdout && kept.total.stderr === total.stderr) return kept;
      await kept.close();
    } catch (error) {
      if (!isCode(error, 'ENOENT')) this.log.warn(`what is kept of execution ${id} cannot be read: ${describe(error)}`);
    }
    return Spool.gone(total);
  }

  /** Forgets what is older than its limits. */
  async prune(): Promise<void> {
    const names = await this.segments();
    for (const name of names) if (!this.counts.has(name)) this.counts.set(name, await this.count(name));
    let total = names.reduce((sum, name) => sum + (this.counts.get(name) ?? 0), 0);
    const oldest = this.now().getTime() - rememberedDaysMax * dayMs;
    for (const name of names) {
      const { mtimeMs } = await stat(join(this.directory, name));
      if (mtimeMs >= oldest && total <= rememberedMax) break;
      total -= this.counts.get(name) ?? 0;
      await this.forget(name);
    }
  }

  private async write(attempt: RememberedAttempt, spool: Spool): Promise<void> {
    await mkdir(this.directory, { recursive: true, mode: 0o700 });
    if (attempt.kind === 'VAULT')
      await spool.copyLastLine(this.resultDirectory(attempt.id, attempt.attempt), keptResultBytes);
    const name = await this.current();
    const file = await open(join(this.directory, name), 'a', 0o600);
    try {
      // A line that a crash cut short is closed off by the newline before the next.
      await file.write(`\n${JSON.stringify(attempt)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    const count = (this.counts.get(name) ?? 0) + 1;
    this.counts.set(name, count);
    if (count === 1) await syncDirectory(this.directory);
  }

  /** The segment that is appended to: a new one each day, and when it is full. */
  private async current(): Promise<string> {
    const last = (await this.segments()).at(-1);
    const now = this.now().getTime();
    if (last !== undefined) {
      const count = this.counts.get(last) ?? (await this.count(last));
      this.counts.set(last, count);
      if (count < perSegment && now - Number.parseInt(last, 10) < dayMs) return last;
    }
    await this.prune();
    // Never before an older one, whatever the clock says.
    const started = Math.max(now, last === undefined ? 0 : Number.parseInt(last, 10) + 1);
    return `${String(started).padStart(13, '0')}.jsonl`;
  }

  private async segments(): Promise<string[]> {
    try {
      return (await readdir(this.directory)).filter((name) => segmentName.test(name)).sort();
    } catch (error) {
      if (isCode(error, 'ENOENT')) return [];
      throw error;
    }
  }

  private async count(name: string): Promise<number> {
    return linesOf(await readFile(join(this.directory, name), 'utf8')).length;
  }

  private async forget(name: string): Promise<void> {
    const path = join(this.directory, name);
    for (const line of linesOf(await readFile(path, 'utf8'))) {
      const entry = parse(line);
      if (entry?.kind !== 'VAULT') continue;
      await rm(this.resultDirectory(entry.id, entry.attempt), { recursive: true, force: true });
    }
    await rm(path, { force: true });
    this.counts.delete(name);
  }

  private resultDirectory(id: string, attempt: number): string {
    return join(this.directory, 'results', `${id}.${attempt}`);
  }
}

function linesOf(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}

/** Without turning the whole file into strings. */
function findIn(text: Buffer, id: string): RememberedAttempt | null {
  for (let at = text.lastIndexOf(`"${id}"`); at >= 0; at = at === 0 ? -1 : text.lastIndexOf(`"${id}"`, at - 1)) {
    const start = text.lastIndexOf('\n', at) + 1;
    const end = text.indexOf('\n', at);
    const found = parse(text.toString('utf8', start, end < 0 ? text.length : end));
    if (found?.id === id) return found;
  }
  return null;
}

function parse(line: string): RememberedAttempt | null {
  try {
    // Only this class writes the files, so a line that is whole is an entry.
    return JSON.parse(line) as RememberedAttempt;
  } catch {
    return null;
  }
}
