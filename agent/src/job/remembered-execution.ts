import type { DeliveryChannel } from './delivery.js';
import { Delivery } from './delivery.js';
import type { ExecutionHistory, RememberedAttempt } from './history.js';
import type { Attempt } from './journal.js';

/**
 * An attempt that this host has carried out before, handed out again by a server whose database was put back: it is
 * answered with what came of it. Output that is no longer here is counted as dropped.
 */
export class RememberedExecution {
  constructor(
    private readonly claimed: Attempt,
    private readonly earlier: RememberedAttempt,
    private readonly history: ExecutionHistory,
    private readonly channel: DeliveryChannel,
  ) {}

  async carry(signal: AbortSignal): Promise<void> {
    const { id, attempt } = this.claimed;
    this.channel.log.warn(
      `execution ${id} attempt ${attempt} was carried out before, until ${this.earlier.endedAt}: not run again, its end is reported`,
    );
    const spool = await this.history.outputOf(this.earlier);
    spool.end();
    try {
      const delivery = new Delivery({ id, attempt }, spool, this.channel, () => undefined);
      if ((await delivery.sendOutput(signal)) === 'delivered') await delivery.complete(this.earlier, signal);
    } finally {
      await spool.close();
    }
  }
}
