import type { Metrics } from '@hyprbox/contracts';
import type { Log } from '../log.js';
import { describe } from '../log.js';
import { pause } from '../pause.js';
import type { Sampler } from '../metrics/sampler.js';
import type { HeartbeatSender } from './heartbeat-sender.js';

/** Long enough for a first reading of the processors' use. */
const firstReadingMs = 200;

/** Takes a sample at a fixed rate; when one takes too long, the beats that were missed are left out, not made up for. */
export class HeartbeatLoop {
  constructor(
    private readonly sampler: Pick<Sampler, 'restart' | 'sample'>,
    private readonly sender: HeartbeatSender,
    private readonly intervalMs: number,
    private readonly now: () => Date,
    private readonly log: Log,
  ) {}

  async run(signal: AbortSignal): Promise<void> {
    this.sampler.restart();
    await pause(firstReadingMs, signal);
    const start = performance.now();
    while (!signal.aborted) {
      const metrics = await this.sample();
      if (metrics !== null) this.sender.offer({ at: this.now().toISOString(), metrics });
      const elapsed = performance.now() - start;
      await pause(this.intervalMs - (elapsed % this.intervalMs), signal);
    }
  }

  private async sample(): Promise<Metrics | null> {
    try {
      return await this.sampler.sample();
    } catch (error) {
      this.log.error(`the host's figures cannot be read: ${describe(error)}`);
      return null;
    }
  }
}
