import { Injectable } from '@nestjs/common';
import type { Transaction } from '../database/unit-of-work.js';
import { RolloutControlService } from '../rollouts/control/rollout-control.service.js';

/** Ends rollouts whose place a newer one of their schedule takes. */
@Injectable()
export class ReplacedRollouts {
  constructor(private readonly control: RolloutControlService) {}

  /** What has not started never will; what runs is asked to end. */
  async abort(tx: Transaction, rolloutId: string): Promise<void> {
    await this.control.abortIfOpen(tx, rolloutId, 'REPLACED', 'A newer firing of its schedule took its place.');
  }
}
