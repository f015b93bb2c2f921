import { Injectable, Logger, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { Audited } from '../../database/audit-writer.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { systemActor } from '../../identity/principal.js';
import type { RefusalKind } from '../../common/refusal.js';
import { AccountsService } from '../../users/accounts.service.js';
import { InvitationsService } from '../../users/invitations.service.js';
import { RefusalBudget, type LeftOut } from './refusal-budget.js';
import { RefusalLog } from './refusal-log.js';
import { budgetKey, type RefusedCall } from './refused-call.js';

const windowMs = 60 * 60_000;
/** Events in one window: they are kept for ever. Strangers can't use up what is for those who are known. */
const eventsOfKnown = { each: 5, all: 500 };
const eventsOfStrangers = { each: 5, all: 100 };

type Target = Audited['target'];

/** Records refused calls that concern an account: its holder made them, or somebody who named it. */
@Injectable()
export class RefusalTrail implements OnModuleInit, BeforeApplicationShutdown {
  private readonly logger = new Logger('Security');
  private readonly known = new RefusalBudget<RefusedCall>(eventsOfKnown);
  private readonly strangers = new RefusalBudget<RefusedCall>(eventsOfStrangers);
  private readonly pending = new Set<Promise<void>>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly accounts: AccountsService,
    private readonly invitations: InvitationsService,
    private readonly work: UnitOfWork,
    private readonly log: RefusalLog,
  ) {}

  onModuleInit(): void {
    this.timer = setInterval(() => this.renew(), windowMs).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    this.renew();
    await Promise.all(this.pending);
  }

  /** Of a known caller, who is answered once it is recorded. */
  async note(call: RefusedCall): Promise<void> {
    const { type, id } = call.actor;
    if (this.known.take(budgetKey(call), call)) await this.start(() => this.record(call, { type, id }));
  }

  /**
   * Of a stranger who named an address. Whether anybody has it is looked up only as often as events may be made, and
   * the answer doesn't wait: its time would tell.
   */
  noteNamed(call: RefusedCall, email: string): void {
    if (this.strangers.take(budgetKey(call), call)) void this.start(() => this.recordIfKnown(call, email));
  }

  private async recordIfKnown(call: RefusedCall, email: string): Promise<void> {
    const account = await this.accounts.findByEmail(email);
    if (account || (await this.invitations.wasSentTo(email))) {
      const actor = { ...call.actor, name: email };
      await this.record({ ...call, actor }, { type: 'user', id: account?.id ?? null });
    } else this.log.note(call);
  }

  private record({ refusal, actor, method, route }: RefusedCall, target: Target): Promise<void> {
    return this.append(actionOf(refusal.kind), actor, target, { kind: refusal.kind, method, route });
  }

  private renew(): void {
    for (const leftOut of [...this.known.renew(), ...this.strangers.renew()])
      void this.start(() => this.recordLeftOut(leftOut));
  }

  private recordLeftOut({ first, count }: LeftOut<RefusedCall>): Promise<void> {
    if (!first) return this.append('auth.refused', systemActor, { type: 'user', id: null }, { furtherCalls: count });
    const { refusal, actor } = first;
    const target = { type: actor.type === 'node' ? 'node' : 'user', id: actor.id };
    return this.append(actionOf(refusal.kind), actor, target, { kind: refusal.kind, furtherCalls: count });
  }

  private append(
    action: Audited['action'],
    actor: Audited['actor'],
    target: Target,
    details: Record<string, unknown>,
  ): Promise<void> {
    return this.work.run({ actor, action, target, outcome: 'failure', details }, async () => undefined);
  }

  /** The refusal stands, also while it can't be recorded. */
  private start(work: () => Promise<void>): Promise<void> {
    const started = work()
      .catch((error: unknown) => this.logger.error({ err: error }, 'A refused call could not be recorded.'))
      .finally(() => this.pending.delete(started));
    this.pending.add(started);
    return started;
  }
}

function actionOf(kind: RefusalKind): Audited['action'] {
  switch (kind) {
    case 'invitation':
      return 'auth.register.refused';
    case 'password':
      return 'auth.password.refused';
    default:
      return 'auth.refused';
  }
}
