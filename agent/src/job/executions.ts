import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { CancelOrder, ClaimedExecution } from '@hyprbox/contracts';
import { describe } from '../log.js';
import type { ExecutionHost } from './execution.js';
import { Execution } from './execution.js';
import { AdoptedOrigin } from './adopted-origin.js';
import { ClaimedOrigin } from './claimed-origin.js';
import type { Attempt } from './journal.js';
import { dismissGuard } from './guard.js';
import { Journal, attemptOf } from './journal.js';
import { LeftExecution } from './left-execution.js';
import { RememberedExecution } from './remembered-execution.js';
import { collectGarbage } from '../memory.js';
import { pause } from '../pause.js';

/** When the agent stops: until KILL, and until it ends whatever is undelivered. */
const stopGraceMs = 4_000;
/** Refused executions that may wait for their end to be reported; beyond it they are not even answered. */
const refusedMax = 64;
/** Executions that a request names as carried. */
const namedMax = 256;
/** From the end of the last execution until the memory it took is given back. */
const idleBeforeCollectionMs = 2_000;
export const stopWithinMs = 10_000;

/** Everything the agent carries: scripts that run, and ends that are not delivered yet. */
export class Executions {
  private readonly carried = new Map<string, Promise<void>>();
  /** Handed out once more while they were carried. */
  private readonly again = new Map<string, ClaimedExecution>();
  private readonly active = new Map<string, Execution>();
  private readonly cut = new AbortController();
  private readonly tidyUp = setTimeout(collectGarbage, idleBeforeCollectionMs);
  private draining = false;
  private slotFreed: () => void = () => undefined;

  constructor(
    private readonly host: ExecutionHost,
    private readonly concurrency: number,
  ) {}

  /** Winds up what an earlier run left, beside the new work. */
  async start(): Promise<void> {
    await mkdir(this.host.executionsDirectory, { recursive: true, mode: 0o700 });
    await this.host.pipes.start();
    await this.host.history.prune().catch((error: unknown) => {
      this.host.log.warn(`what is old of the history cannot be removed: ${describe(error)}`);
    });
    this.host.cgroups?.start();
    await dismissGuard(this.host.guardPath);
    for (const name of await readdir(this.host.executionsDirectory)) {
      const directory = join(this.host.executionsDirectory, name);
      const attempt = attemptOf(directory);
      if (attempt === null) this.host.log.warn(`${directory} is not an execution of this agent: left alone`);
      else await this.takeOver(attempt, directory);
    }
  }

  /** Goes on with what an earlier run left to this one, and winds up everything else. */
  private async takeOver(attempt: Attempt, directory: string): Promise<void> {
    const { signal } = this.cut;
    const origin = await AdoptedOrigin.of(attempt, directory, this.host);
    if (origin === null) return this.carry(attempt, new LeftExecution(attempt, directory, this.host).carry(signal));
    const execution = new Execution(origin, this.host);
    this.activate(attempt, execution);
    this.carry(attempt, execution.carry(signal, null));
  }

  /** The newest; a server takes no more. */
  get ids(): string[] {
    const ids = new Set([...this.carried.keys()].map((key) => key.slice(0, key.indexOf('.'))));
    return [...ids].slice(-namedMax);
  }

  get freeSlots(): number {
    return this.draining ? 0 : Math.max(0, this.concurrency - this.active.size);
  }

  onSlotFreed(listener: () => void): void {
    this.slotFreed = listener;
  }

  /** Begins a claimed execution. One that is carried already, as an answer may arrive twice, is looked at when that is over. */
  begin(claimed: ClaimedExecution): void {
    const key = keyOf(claimed);
    if (this.carried.has(key)) {
      this.again.set(key, claimed);
      return;
    }
    const execution = new Execution(new ClaimedOrigin(claimed, this.host), this.host);
    if (this.freeSlots === 0) return this.refuse(claimed, execution);
    this.activate(claimed, execution);
    this.carry(claimed, this.carryOnce(claimed, execution));
  }

  private activate(attempt: Attempt, execution: Execution): void {
    const key = keyOf(attempt);
    this.active.set(key, execution);
    void execution.over.then(() => {
      this.active.delete(key);
      this.slotFreed();
    });
  }

  /** A server that hands out more than it was asked for does not make the agent run it. */
  private refuse(claimed: ClaimedExecution, execution: Execution): void {
    this.host.log.error(`execution ${claimed.id} is refused: the agent has no room for it`);
    if (this.carried.size >= this.concurrency + refusedMax) return;
    const message = this.draining
      ? 'The agent is stopping and takes nothing new; it was not run.'
      : `The agent carries out ${this.concurrency} at a time, and all are taken; it was not run.`;
    this.carry(claimed, execution.carry(this.cut.signal, message));
  }

  /** What this host has carried out or carries already is never run again: the server hears what came of it. */
  private async carryOnce(claimed: ClaimedExecution, execution: Execution): Promise<void> {
    const { signal } = this.cut;
    let earlier: { carry: (signal: AbortSignal) => Promise<void> } | null;
    try {
      earlier = await this.earlier(claimed);
    } catch (error) {
      return execution.carry(signal, `Whether it was run before cannot be read: ${describe(error)}`);
    }
    if (earlier === null) return execution.carry(signal, null);
    execution.drop();
    return earlier.carry(signal);
  }

  private async earlier(claimed: ClaimedExecution): Promise<{ carry: (signal: AbortSignal) => Promise<void> } | null> {
    const { directory, exists } = Journal.of(this.host.executionsDirectory, claimed);
    if (exists) return new LeftExecution(claimed, directory, this.host);
    const remembered = await this.host.history.find(claimed);
    return remembered && new RememberedExecution(claimed, remembered, this.host.history, this.host);
  }

  /** False when the agent does not carry it. */
  cancel(order: CancelOrder): boolean {
    const key = keyOf(order);
    this.active.get(key)?.stop('CANCELLED');
    return this.carried.has(key);
  }

  /** Takes nothing more, and waits for what runs to end by itself: no longer than the time, or until the signal. */
  async drain(milliseconds: number, signal: AbortSignal): Promise<void> {
    this.draining = true;
    const running = [...this.active.values()].map(({ over }) => over);
    if (running.length === 0 || milliseconds === 0) return;
    this.host.log.info(`waiting up to ${milliseconds / 1000} s for ${running.length} executions to end`);
    const waited = new AbortController();
    await Promise.race([Promise.all(running), pause(milliseconds, AbortSignal.any([signal, waited.signal]))]);
    waited.abort();
  }

  /** Lets go of what can run on without the agent, for as long as somebody guards it. */
  async leave(): Promise<void> {
    const { guard, log } = this.host;
    const kept = [...this.active.values()].filter((execution) => execution.isKept);
    if (guard === null || kept.length === 0) return;
    try {
      await guard.start();
    } catch (error) {
      log.error(`what runs is ended, as nobody would guard it: ${describe(error)}`);
      return;
    }
    await Promise.all(kept.map((execution) => execution.leave()));
  }

  /** Ends what runs and delivers what can be delivered in time; the rest stays for the next start. */
  async stop(): Promise<void> {
    for (const execution of this.active.values()) execution.stop('INTERRUPTED', stopGraceMs);
    clearTimeout(this.tidyUp);
    const deadline = setTimeout(() => this.cut.abort(), stopWithinMs);
    await Promise.all(this.carried.values());
    clearTimeout(deadline);
  }

  /** The server may have been put back just as the end was reported: it hears it again, from the history. */
  private takeUpAgain(key: string): void {
    const claimed = this.again.get(key);
    this.again.delete(key);
    if (claimed !== undefined && !this.cut.signal.aborted) this.begin(claimed);
  }

  private carry(attempt: Attempt, carrying: Promise<void>): void {
    const key = keyOf(attempt);
    const settled = carrying
      .catch((error: unknown) => this.host.log.error(`execution ${attempt.id} cannot be carried: ${describe(error)}`))
      .finally(() => {
        this.carried.delete(key);
        this.takeUpAgain(key);
        if (this.carried.size === 0) this.tidyUp.refresh();
      });
    this.carried.set(key, settled);
  }
}

function keyOf({ id, attempt }: Attempt): string {
  return `${id}.${attempt}`;
}
