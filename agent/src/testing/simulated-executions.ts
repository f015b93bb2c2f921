import type { CancelOrder, ClaimedExecution } from '@hyprbox/contracts';
import type { Backoff } from '../backoff.js';
import { Unreachable } from '../http/http-client.js';
import type { NodeApi } from '../http/node-api.js';
import { pause } from '../pause.js';

/** Stands for the scripts of an agent: each one succeeds at once, without output, and its end is reported until it is taken. */
export class SimulatedExecutions {
  readonly freeSlots = 4;
  private readonly carried = new Set<string>();

  constructor(
    private readonly api: NodeApi,
    private readonly backoff: () => Backoff,
    private readonly signal: AbortSignal,
  ) {}

  get ids(): string[] {
    return [...this.carried];
  }

  onSlotFreed(): void {
    // There is always room.
  }

  begin(claimed: ClaimedExecution): void {
    if (this.carried.has(claimed.id)) return;
    this.carried.add(claimed.id);
    void this.report(claimed).finally(() => this.carried.delete(claimed.id));
  }

  cancel(order: CancelOrder): boolean {
    return this.carried.has(order.id);
  }

  private async report({ id, attempt }: ClaimedExecution): Promise<void> {
    const backoff = this.backoff();
    while (!this.signal.aborted) {
      const retryAfterMs = await this.complete(id, attempt);
      if (retryAfterMs === 'taken') return;
      await pause(backoff.next(retryAfterMs), this.signal);
    }
  }

  private async complete(id: string, attempt: number): Promise<'taken' | number | null> {
    const succeeded = { attempt, exitCode: 0, stdoutBytes: 0, stderrBytes: 0 };
    try {
      const { status, retryAfterMs } = await this.api.complete(id, succeeded, this.signal);
      return status < 300 ? 'taken' : retryAfterMs;
    } catch (error) {
      if (error instanceof Unreachable) return null;
      throw error;
    }
  }
}
