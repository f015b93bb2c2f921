import { Injectable } from '@nestjs/common';
import type { ExplainRequest, Explanation } from '@hyprbox/contracts';
import { DataSource } from 'typeorm';
import { NodesService } from '../../nodes/nodes.service.js';
import { selectedNodes } from '../../selectors/selected-nodes.js';
import { Clock } from '../../time/clock.js';
import { AlertRulesService } from '../rules/alert-rules.service.js';
import { isOpen, windowTime } from '../windows/active-windows.js';
import { AlertWindowEntity } from '../windows/alert-window.entity.js';
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
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  async explain({ nodeId, severity, ruleId }: ExplainRequest): Promise<Explanation> {
    const node = await this.nodes.get(nodeId);
    const kind = ruleId === undefined ? null : (await this.rules.get(ruleId)).kind;
    const { routes, channels } = await this.routes.read(this.dataSource.manager);
    const selectors = routes.map(({ match }) => match.selector ?? { all: true as const });
    const selected = (await selectedNodes(this.dataSource.manager, selectors, [nodeId])).get(nodeId);
    const found = matchingRoutes(
      routes,
      { ruleId: ruleId ?? null, kind, severity },
      (index) => selected?.has(index) ?? false,
    );
    const grouped = { ruleId: ruleId ?? '', nodeId, tags: node.tags };
    return {
      routes: found.map(({ name, groupBy, steps }) => ({
        name,
        groupKey: groupKey(groupBy, grouped),
        steps: steps.map(({ afterSeconds, channelIds }) => ({
          afterSeconds,
          channels: channelIds
            .flatMap((id) => channels.get(id) ?? [])
            .map(({ id, name: channel, enabled }) => ({ id, name: channel, enabled })),
        })),
      })),
      windows: await this.windowsOf(nodeId, severity),
    };
  }

  private async windowsOf(nodeId: string, severity: ExplainRequest['severity']): Promise<Explanation['windows']> {
    const now = this.clock.now();
    const all = await this.dataSource.manager.find(AlertWindowEntity, { order: { id: 'ASC' } });
    const open = all.filter((window) => isOpen(windowTime(window, now), now));
    const selectors = open.map(({ selector }) => selector);
    const selected = (await selectedNodes(this.dataSource.manager, selectors, [nodeId])).get(nodeId);
    return open
      .filter(({ severities }, index) => selected?.has(index) && (severities?.includes(severity) ?? true))
      .map((window) => ({
        id: window.id,
        name: window.name,
        until: windowTime(window, now)?.to.toISOString() ?? null,
      }));
  }
}
