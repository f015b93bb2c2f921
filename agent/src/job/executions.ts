import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { CancelOrder, ClaimedExecution } from '@hyprbox/contracts';
import { describe } from '../log.js';
import type { ExecutionHost } from './execution.js';
import { Execution } from './execution.js';
import type { Attempt } from './journal.js';
import { attemptOf } from './journal.js';
import { LeftExecution } from './left-execution.js';
import { collectGarbage } from '../memory.js';

/** When the agent stops: until KILL, and until it ends whatever is undelivered. */
const stopGraceMs = 4_000;
/** Executions that a request names as carried. */
const namedMax = 256;
/** From the end of the last execution until the memory it took is given back. */
const idleBeforeCollectionMs = 2_000;
export const stopWithinMs = 10_000;

/** Everything the agent carries: scripts that run, and ends that are not delivered yet. */
export class Executions {
  private readonly carried = new Map<string, Promise<void>>();
  private readonly active = new Map<string, Execution>();
  private readonly cut = new AbortController();
  private readonly tidyUp = setTimeout(collectGarbage, idleBeforeCollectionMs);
  private slotFreed: () => void = () => undefined;

  constructor(
    private readonly host: ExecutionHost,
    private readonly concurrency: number,
  ) {}

  /** Winds up what an earlier run left, beside the new work. */
  async start(): Promise<void> {
    await mkdir(this.host.executionsDirectory, { recursive: true, mode: 0o700 });
    await this.host.pipes.start();
    for (const name of await readdir(this.host.executionsDirectory)) {
      const directory = join(this.host.executionsDirectory, name);
      const attempt = attemptOf(directory);
      if (attempt === null) this.host.log.warn(`${directory} is not an execution of this agent: left alone`);
      else
        this.carry(
          attempt,
          new LeftExecution(attempt, directory, this.host, this.host.programs).carry(this.cut.signal),
        );
    }
  }

  /** The newest; a server takes no more. */
  get ids(): string[] {
    const ids = new Set([...this.carried.keys()].map((key) => key.slice(0, key.indexOf('.'))));
    return [...ids].slice(-namedMax);
  }

  get freeSlots(): number {
    return Math.max(0, this.concurrency - this.active.size);
  }

  onSlotFreed(listener: () => void): void {
    this.slotFreed = listener;
  }

  /** Begins a claimed execution, unless it is carried already: an answer may arrive twice. */
  begin(claimed: ClaimedExecution): void {
    const key = keyOf(claimed);
    if (this.carried.has(key)) return;
    const execution = new Execution(claimed, this.host);
    this.active.set(key, execution);
    void execution.over.then(() => {
      this.active.delete(key);
      this.slotFreed();
    });
    this.carry(claimed, execution.carry(this.cut.signal));
  }

  /** False when the agent does not carry it. */
  cancel(order: CancelOrder): boolean {
    const key = keyOf(order);
    this.active.get(key)?.stop('CANCELLED');
    return this.carried.has(key);
  }

  /** Ends what runs and delivers what can be delivered in time; the rest stays for the next start. */
  async stop(): Promise<void> {
    for (const execution of this.active.values()) execution.stop('INTERRUPTED', stopGraceMs);
    clearTimeout(this.tidyUp);
    const deadline = setTimeout(() => this.cut.abort(), stopWithinMs);
    await Promise.all(this.carried.values());
    clearTimeout(deadline);
  }

  private carry(attempt: Attempt, carrying: Promise<void>): void {
    const key = keyOf(attempt);
    const settled = carrying
      .catch((error: unknown) => this.host.log.error(`execution ${attempt.id} cannot be carried: ${describe(error)}`))
      .finally(() => {
        this.carried.delete(key);
        if (this.carried.size === 0) this.tidyUp.refresh();
      });
    this.carried.set(key, settled);
  }
}

function keyOf({ id, attempt }: Attempt): string {
  return `${id}.${attempt}`;
}
