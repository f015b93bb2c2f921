import { Injectable } from '@nestjs/common';
import {
  historyMetricNames,
  type History,
  type HistoryRange,
  type ProblemFault,
  type Sparks,
} from '@hyprbox/contracts';
import { InvalidInputError } from '../common/domain-error.js';
import { SettingsService } from '../settings/settings.service.js';
import { Clock } from '../time/clock.js';
import { planFleetHistory, planHistory, planNodeHistory, type HistoryWish } from './history-plan.js';
import { sparkFigures, toHistory, toSparks } from './history.mapper.js';
import { HistoryRepository } from './history.repository.js';
import { instantOf } from '../common/instant.js';
import { NodesService } from './nodes.service.js';

interface HistoryRequest {
  range?: HistoryRange;
  from?: string;
  to?: string;
  points: number;
}

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;
const rangeMs: Record<HistoryRange, number> = {
  '1h': hourMs,
  '6h': 6 * hourMs,
  '24h': dayMs,
  '7d': 7 * dayMs,
  '30d': 30 * dayMs,
  '1y': 365 * dayMs,
};
const longestMs = 5 * 366 * dayMs;

/** What the samples came to over time. */
@Injectable()
export class HistoryService {
  constructor(
    private readonly repository: HistoryRepository,
    private readonly nodes: NodesService,
    private readonly settings: SettingsService,
    private readonly clock: Clock,
  ) {}

  async ofNode(nodeId: string, request: HistoryRequest): Promise<History> {
    const now = this.clock.now().getTime();
    const wish = wishOf(request, now);
    await this.nodes.requireKnown(nodeId);
    const { retention } = await this.settings.current();
    const plan = planNodeHistory(wish, retention, now, await this.repository.samplesPerSecond(nodeId));
    const rows =
      plan.band === 'p5-p95'
        ? this.repository.ofSamples(nodeId, plan, historyMetricNames)
        : this.repository.ofNodes([nodeId], plan, historyMetricNames);
    return toHistory(plan, await rows);
  }

  /** The mean over all nodes that reported, with how far the readings of all lie apart. */
  async ofFleet(request: HistoryRequest): Promise<History> {
    const now = this.clock.now().getTime();
    const { retention } = await this.settings.current();
    const wish = wishOf(request, now);
    const plan = planFleetHistory(wish, retention, now, await this.repository.samplesPerSecond());
    return toHistory(plan, await this.repository.ofFleet(plan, historyMetricNames));
  }

  /** The last hour of each node. */
  async sparks(nodeIds: readonly string[], points: number): Promise<Sparks> {
    const now = this.clock.now().getTime();
    const { retention } = await this.settings.current();
    const newest = planHistory({ fromMs: now - hourMs, toMs: now, points }, retention, now);
    const stepMs = newest.stepSeconds * 1000;
    // Always as many points as asked for; the newest bucket is the one that is filling now.
    const plan = { ...newest, startMs: (Math.floor(now / stepMs) - points + 1) * stepMs, count: points };
    return { items: toSparks(plan, nodeIds, await this.repository.ofNodes(nodeIds, plan, sparkFigures)) };
  }
}

function wishOf({ range, from, to, points }: HistoryRequest, now: number): HistoryWish {
  if (from === undefined && to === undefined) {
    return { fromMs: now - rangeMs[range ?? '24h'], toMs: now + 1, points };
  }
  const fromMs = instantOf(from);
  const toMs = to === undefined ? now + 1 : instantOf(to);
  const faults: ProblemFault[] = [];
  if (range !== undefined) faults.push({ pointer: '?range', detail: 'can not be given together with from and to' });
  if (fromMs === null) faults.push({ pointer: '?from', detail: 'must be given with to' });
  if (fromMs !== null && toMs !== null) {
    if (fromMs >= toMs) faults.push({ pointer: '?to', detail: 'must be later than from' });
    else if (toMs - fromMs > longestMs)
      faults.push({ pointer: '?from', detail: 'must be at most five years before to' });
  }
  if (fromMs === null || toMs === null || faults.length > 0) throw new InvalidInputError(faults);
  return { fromMs, toMs, points };
}
