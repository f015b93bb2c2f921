import { Injectable } from '@nestjs/common';
import { roleAllows } from '@hyprbox/contracts';
import type { UserPrincipal } from '../identity/principal.js';
import { refuseAdHoc } from '../rollouts/creation/ad-hoc-permission.js';
import { AccountsService } from '../users/accounts.service.js';
import type { ScheduleEntity } from './schedule.entity.js';
import { ScheduleOwnerMayNot } from './schedules.errors.js';

/** By whose rights schedules run. They are asked for at each firing: people leave, and roles change. */
@Injectable()
export class ScheduleOwners {
  constructor(private readonly accounts: AccountsService) {}

  /**
   * @throws ScheduleOwnerMayNot
   * @throws AdHocForbidden
   */
  async ordererOf({ createdBy, rollout }: ScheduleEntity): Promise<Pick<UserPrincipal, 'id' | 'name'>> {
    const owner = createdBy === null ? null : await this.accounts.findById(createdBy);
    if (!owner) throw new ScheduleOwnerMayNot('The schedule has no owner.');
    if (owner.disabled) throw new ScheduleOwnerMayNot(`The account of its owner, ${owner.name}, is disabled.`);
    if (!roleAllows(owner.role, 'job.run')) {
      throw new ScheduleOwnerMayNot(`Its owner, ${owner.name}, may not run jobs any more (job.run).`);
    }
    refuseAdHoc(owner.role, rollout.preset);
    return { id: owner.id, name: owner.name };
  }
}
