import { computed, inject, Injectable, signal } from '@angular/core';
import { Router } from '@angular/router';
import type { CreateRollout, RolloutPlan } from '@hyprbox/contracts';
import { firstValueFrom } from 'rxjs';
import { orderKey } from '../../core/api/order-key';
import { RolloutsApi } from '../../core/api/rollouts.api';
import { Submission } from '../form/submission';

/** What would be done, and what was asked to be planned like that. */
export interface PlannedOrder {
  readonly request: CreateRollout;
  readonly plan: RolloutPlan;
}

/** A rollout on its way: planned first, looked at, then started. */
@Injectable()
export class RolloutOrder {
  private readonly api = inject(RolloutsApi);
  private readonly router = inject(Router);
  private readonly shown = signal<PlannedOrder | null>(null);
  private key = '';

  readonly planned = this.shown.asReadonly();
  readonly planning = new Submission();
  readonly starting = new Submission();
  readonly busy = computed(() => this.planning.busy() || this.starting.busy());

  /** @returns whether there is a plan now */
  plan(request: CreateRollout): Promise<boolean> {
    return this.planning.send(async () => {
      const plan = await firstValueFrom(this.api.plan(request));
      // However often it is sent after a lost answer, it is started once.
      this.key = orderKey();
      this.shown.set({ request, plan });
    });
  }

  /** Starts what was planned, and goes to it. */
  async start(): Promise<void> {
    const planned = this.shown();
    if (planned === null) return;
    await this.starting.send(async () => {
      const { id } = await firstValueFrom(this.api.create(planned.request, this.key));
      await this.router.navigate(['/dashboard/rollouts', id]);
    });
  }

  /** Back to the form. */
  leave(): void {
    this.shown.set(null);
    this.starting.forget();
  }
}
