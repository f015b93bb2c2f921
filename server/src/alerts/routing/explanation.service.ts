import { Injectable } from '@nestjs/common';
import type { AlertRoute, ExplainRequest, Explanation } from '@hyprbox/contracts';
import { NodesService } from '../../nodes/nodes.service.js';
import { Clock } from '../../time/clock.js';
import { AlertRulesService } from '../rules/alert-rules.service.js';
import { windowTime } from '../windows/active-windows.js';
import { OpenWindowsReader } from '../windows/open-windows.js';
import { ActiveRoutes } from './active-routes.js';
import { groupKey } from './group-key.js';
import { matchingRoutes } from './route-match.js';

/** Tells who would be told of an alert, and what keeps it quiet. */
@Injectable()
export class ExplanationService {
  constructor(
    private readonly routes: ActiveRoutes,
    private readonly rules: AlertRulesService,
    private readonly nodes: NodesService,
    private readonly windows: OpenWindowsReader,
    private readonly clock: Clock,
  ) {}

  async explain({ nodeId, severity, ruleId }: ExplainRequest): Promise<Explanation> {
    const { tags } = await this.nodes.get(nodeId);
    const kind = ruleId === undefined ? null : (await this.rules.get(ruleId)).kind;
    const { routes, channels } = await this.routes.read();
    const selects = await this.routes.selects(routes, [nodeId]);
    const alert = { ruleId: ruleId ?? null, kind, severity };
    const found = matchingRoutes(routes, alert, (index) => selects(nodeId, index));
    const stepsOf = ({ steps }: AlertRoute) =>
      steps.map(({ afterSeconds, channelIds }) => ({
        afterSeconds,
        channels: channelIds
          .flatMap((id) => channels.get(id) ?? [])
          .map(({ id, name, enabled }) => ({ id, name, enabled })),
      }));
    const now = this.clock.now();
    const open = (await this.windows.read(now, [nodeId])).of(nodeId);
    return {
      routes: found.map((route) => ({
        name: route.name,
        groupKey: groupKey(route.groupBy, { ruleId: ruleId ?? '', nodeId, tags }),
        steps: stepsOf(route),
      })),
      windows: open
        .filter(({ severities }) => severities?.includes(severity) ?? true)
        .map((window) => ({
          id: window.id,
          name: window.name,
          until: windowTime(window, now)?.to.toISOString() ?? null,
        })),
    };
  }
}
