import { Injectable } from '@nestjs/common';
import {
  adHocPreset,
  type HostStates,
  type Page,
  type Rollout,
  type RolloutSummary,
  type RolloutTarget,
} from '@hyprbox/contracts';
import { pageOf } from '../../common/cursor.js';
import { idFrom } from '../../common/id-cursor.js';
import { RolloutNotFound } from '../records/rollouts.errors.js';
import { RolloutsRepository } from '../records/rollouts.repository.js';
import { RolloutDetailsRepository } from './rollout-details.repository.js';
import { RolloutSummariesRepository } from './rollout-summaries.repository.js';
import { RolloutTargetsRepository } from './rollout-targets.repository.js';
import type { RolloutsQuery, RolloutTargetsQuery } from './rollouts.dto.js';
import { toHostStates, toRollout, toRolloutSummary, toRolloutTarget } from './rollouts.mapper.js';
import { targetCursor, targetPlaceFrom } from './target-cursor.js';

/** Reading rollouts. */
@Injectable()
export class RolloutsService {
  constructor(
    private readonly summaries: RolloutSummariesRepository,
    private readonly rollouts: RolloutsRepository,
    private readonly details: RolloutDetailsRepository,
    private readonly hosts: RolloutTargetsRepository,
  ) {}

  /** Newest first. */
  async list({ limit, cursor, ...filter }: RolloutsQuery): Promise<Page<RolloutSummary>> {
    const rows = await this.summaries.page(filter, adHocPreset, idFrom(cursor), limit + 1);
    return pageOf(rows, limit, toRolloutSummary, ({ id }) => [id]);
  }

  async get(id: string): Promise<Rollout> {
    const [frozen, summary, waves, retriedBy] = await Promise.all([
      this.rollouts.find(id),
      this.summary(id),
      this.details.waves(id),
      this.details.retriedBy(id),
    ]);
    if (!frozen) throw new RolloutNotFound();
    return toRollout(summary, frozen, waves, retriedBy);
  }

  async summary(id: string): Promise<RolloutSummary> {
    const row = await this.summaries.find(id);
    if (!row) throw new RolloutNotFound();
    return toRolloutSummary(row);
  }

  /** Every host with nothing but its state. */
  async hostStates(id: string): Promise<HostStates> {
    const rows = await this.hosts.states(id);
    if (rows.length === 0) await this.summary(id);
    return toHostStates(rows);
  }

  /** Those that went wrong first, then by wave and id. */
  async targets(id: string, { limit, cursor, ...filter }: RolloutTargetsQuery): Promise<Page<RolloutTarget>> {
    const after = targetPlaceFrom(cursor);
    const rows = await this.hosts.page(id, filter, after, limit + 1);
    if (rows.length === 0) await this.summary(id);
    return pageOf(rows, limit, toRolloutTarget, targetCursor);
  }
}
