import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { CONFIG } from '../../config/config.module.js';
import type { Config } from '../../config/environment.js';
import { ScheduledTasks, type TaskRound } from '../../scheduled-tasks/scheduled-tasks.js';
import { Egress } from '../../egress/egress.js';
import { AlertingHealthRepository } from './alerting-health.repository.js';

const everyMs = 60_000;
/** While something is wrong, it is looked at again sooner than that. */
const againMs = 5_000;
const evaluationSecondsMax = 30;
const waitSecondsMax = 120;

/**
 * Tells a service elsewhere each minute that rules are evaluated and messages get out. When it hears nothing any more, that
 * service tells people, which HyprBox itself can't.
 */
@Injectable()
export class DeadManSwitch implements OnApplicationBootstrap {
  private readonly logger = new Logger('DeadManSwitch');
  /** What was wrong the last time, so that each fault is logged once. */
  private fault: string | null = null;

  constructor(
    private readonly health: AlertingHealthRepository,
    private readonly egress: Egress,
    private readonly tasks: ScheduledTasks,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onApplicationBootstrap(): void {
    const { deadManUrl: url } = this.config;
    if (url) this.tasks.start({ name: 'dead-man', everyMs, work: ({ signal }) => this.report(url, signal) });
  }

  /** @returns the ms after which it is to be tried again */
  async report(url: URL, signal: TaskRound['signal']): Promise<number> {
    const fault = (await this.unwell()) ?? (await this.fetch(url, signal));
    if (fault !== this.fault && fault !== null && !signal.aborted) {
      this.logger.warn(`The dead man's switch is not held: ${fault}`);
    }
    if (fault === null && this.fault !== null) this.logger.log("The dead man's switch is held again.");
    this.fault = fault;
    return fault === null ? everyMs : againMs;
  }

  private async unwell(): Promise<string | null> {
    const { evaluationSeconds, isWaiting } = await this.health.health(waitSecondsMax);
    if (evaluationSeconds === null || evaluationSeconds >= evaluationSecondsMax) {
      return `no rule was evaluated in the last ${evaluationSecondsMax} seconds.`;
    }
    return isWaiting ? `a message has been waiting for more than ${waitSecondsMax / 60} minutes.` : null;
  }

  /** Its path may hold a secret, so nothing but the host is told. */
  private async fetch(url: URL, signal: AbortSignal): Promise<string | null> {
    try {
      const { status } = await this.egress.request({ method: 'GET', url: url.href, headers: {}, body: '', signal });
      return status < 300 ? null : `${url.host} answered with ${status}.`;
    } catch (error) {
      return `${url.host} could not be reached: ${error instanceof Error ? error.message : String(error)}`;
    }
  }
}
