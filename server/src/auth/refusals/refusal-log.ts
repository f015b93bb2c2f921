import { Injectable, Logger, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { RefusalBudget, type LeftOut } from './refusal-budget.js';
import { budgetKey, type RefusedCall } from './refused-call.js';

const windowMs = 60_000;
/** Lines in one window. */
const lines = { each: 3, all: 120 };

/** Tells in the log of refused calls that concern nobody's account. */
@Injectable()
export class RefusalLog implements OnModuleInit, BeforeApplicationShutdown {
  private readonly logger = new Logger('Security');
  private readonly budget = new RefusalBudget<RefusedCall>(lines);
  private timer: NodeJS.Timeout | undefined;

  onModuleInit(): void {
    this.timer = setInterval(() => this.renew(), windowMs).unref();
  }

  beforeApplicationShutdown(): void {
    clearInterval(this.timer);
    this.renew();
  }

  note(call: RefusedCall): void {
    if (!this.budget.take(budgetKey(call), call)) return;
    const { refusal, actor, method, route, requestId } = call;
    this.logger.warn(
      { security: refusal.kind, address: actor.ip, method, route, requestId },
      `A call from ${actor.ip ?? 'nowhere'} was refused (${refusal.kind}).`,
    );
  }

  private renew(): void {
    for (const leftOut of this.budget.renew()) this.tellLeftOut(leftOut);
  }

  private tellLeftOut({ first, count }: LeftOut<RefusedCall>): void {
    if (!first) {
      this.logger.warn(
        { security: 'others', leftOut: count },
        `${count} more calls from other addresses were refused.`,
      );
      return;
    }
    const { refusal, actor } = first;
    this.logger.warn(
      { security: refusal.kind, address: actor.ip, leftOut: count },
      `${count} more calls from ${actor.ip ?? 'nowhere'} were refused (${refusal.kind}).`,
    );
  }
}
