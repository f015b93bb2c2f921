import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '../../config/config.module.js';
import type { Config } from '../../config/environment.js';
import type { Transaction } from '../../database/unit-of-work.js';
import type { AlertChannelEntity } from '../channels/alert-channel.entity.js';
import { DeliveriesService } from '../deliveries/deliveries.service.js';
import type { OpenAlert } from '../records/open-alert.js';
import { ActiveRoutes } from './active-routes.js';
import { alertMessage, type ConsoleLinks } from './alert-message.builder.js';
import { AlertGroupsRepository, type GroupRow, type MemberRow, type NewMember } from './alert-groups.repository.js';
import { groupKey } from './group-key.js';
import { closedGroupPlan, groupPlan, type GroupPlan } from './group-plan.js';
import type { KeyedRoute } from './route-keys.js';
import { matchingRoutes } from './route-match.js';

/** Groups that tell something in one round; the others do in the next, which comes at once. */
const groupsMax = 200;

type Channels = ReadonlyMap<string, AlertChannelEntity>;

/** Puts alerts into the groups of their routes, and queues what the groups tell, in the evaluation's transaction. */
@Injectable()
export class DispatchService {
  private readonly links: ConsoleLinks;

  constructor(
    private readonly routes: ActiveRoutes,
    private readonly groups: AlertGroupsRepository,
    private readonly deliveries: DeliveriesService,
    @Inject(CONFIG) { publicUrl }: Config,
  ) {
    const page = (path: string): string | null => (publicUrl ? new URL(path, publicUrl).href : null);
    this.links = { alert: (id) => page(`dashboard/alerts/${id}`), alerts: () => page('dashboard/alerts') };
  }

  /**
   * @param open the alerts that are open, as they have just been written
   * @returns when something may be to tell next; null where nothing is waited for
   */
  async dispatch(tx: Transaction, now: Date, open: readonly OpenAlert[]): Promise<Date | null> {
    const { routes, channels } = await this.routes.read(tx.manager);
    const leaving = await this.groups.close(
      tx,
      routes.map(({ key }) => key),
      now,
    );
    await this.addNew(tx, now, routes, open, leaving);
    await this.groups.tidy(tx);
    let next: Date | null = null;
    let told = 0;
    for (const group of await this.groups.states(tx, now)) {
      const route = routes.find(({ key }) => key === group.route);
      const { plan, nextAt } = route ? groupPlan(group, route, now) : { plan: closedGroupPlan(group), nextAt: null };
      if (plan && told === groupsMax) return now;
      if (plan) told += (await this.tell(tx, now, group, route?.steps ?? [], plan, channels)) ? 1 : 0;
      else if (nextAt && (next === null || nextAt < next)) next = nextAt;
    }
    return next;
  }

  private async addNew(
    tx: Transaction,
    now: Date,
    routes: readonly KeyedRoute[],
    open: readonly OpenAlert[],
    leaving: ReadonlySet<string>,
  ): Promise<void> {
    const unrouted = open.filter(({ id, routed }) => !routed || leaving.has(id));
    const news = unrouted.filter(
      ({ state, windowId, inhibitedBy }) =>
        (state === 'FIRING' || state === 'RECOVERING') && windowId === null && inhibitedBy === null,
    );
    // What is kept quiet goes by the routes that there are once it is not.
    await this.groups.markRouted(tx, idsOf(unrouted.filter((alert) => alert.routed && !news.includes(alert))), false);
    const telling = routes.filter(({ steps }) => steps.length > 0);
    if (news.length === 0 || telling.length === 0) return;
    const nodeIds = [...new Set(news.flatMap(({ nodeId }) => nodeId ?? []))];
    const selects = await this.routes.selects(routes, nodeIds, tx.manager);
    const tags = await this.groups.tagsOf(tx, nodeIds);
    const members = news.flatMap((alert): NewMember[] => {
      const { id: alertId, ruleId, nodeId } = alert;
      const grouped = { ruleId, nodeId, tags: tags.get(nodeId ?? '') ?? [] };
      return matchingRoutes(routes, alert, (index) => selects(nodeId, index))
        .filter(({ steps }) => steps.length > 0)
        .map(({ key: route, groupBy }) => ({ route, key: groupKey(groupBy, grouped), alertId }));
    });
    // Of those that were told before, what has grown worse.
    const again = idsOf(news.filter(({ routed }) => !routed));
    if (members.length > 0) await this.groups.add(tx, members, again, now);
    await this.groups.markRouted(tx, again, true);
  }

  /** @returns false if there is nobody to tell */
  private async tell(
    tx: Transaction,
    now: Date,
    group: GroupRow,
    routeSteps: KeyedRoute['steps'],
    plan: GroupPlan,
    channels: Channels,
  ): Promise<boolean> {
    const members = await this.groups.members(tx, group.id, now);
    const over = members.filter(({ wasTold, state }) => wasTold && state === 'RESOLVED');
    const firing = members.filter(({ state, isQuiet }) => state !== 'RESOLVED' && state !== 'PENDING' && !isQuiet);
    const isReachable = (id: string): boolean => channels.get(id)?.enabled ?? false;
    const steps = routeSteps.slice(plan.isStep ? group.step : 0, plan.step);
    const wanted = [...new Set(steps.flatMap(({ channelIds }) => channelIds))];
    const isNews = plan.isStep || plan.event === 'reminder' || firing.some(({ isTold }) => !isTold);
    const told = new Set<string>();
    // Who was told of what is over hears that it is, wherever the route leads by now.
    const earlier = [...new Set(over.flatMap((member) => member.channels))];
    // What nobody can be told waits for a channel, as if it had been found only then.
    if (over.length === 0 && !wanted.some(isReachable)) return false;
    await this.deliveries.supersede(tx, await this.groups.outdated(tx, group.id));
    for (const id of new Set([...wanted, ...earlier])) {
      const channel = channels.get(id);
      if (!channel?.enabled) continue;
      const ended = channel.sendResolved && !plan.isStep ? await this.endedFor(tx, group.id, id, over) : [];
      const shown = wanted.includes(id) && isNews ? firing : [];
      if (shown.length + ended.length === 0) continue;
      // A message that some of a group is over tells what of it is not, so that nobody takes all of it for over.
      const still = shown.length > 0 ? shown : firing.filter((member) => member.channels.includes(id));
      const event =
        shown.length === 0 && still.length === 0 ? 'resolved' : plan.event === 'reminder' ? 'reminder' : 'firing';
      const listed = [...still, ...ended];
      await this.deliveries.queue(tx, {
        channelId: id,
        channelName: channel.name,
        groupId: group.id,
        event,
        alertIds: listed.map(({ alertId }) => alertId),
        message: alertMessage(event, `${group.route} ${group.key}`, listed, this.links),
      });
      if (shown.length > 0) told.add(id);
    }
    await this.groups.told(tx, group.id, {
      step: plan.step,
      now,
      told: firing.map(({ alertId }) => alertId),
      channels: [...told],
      over: plan.isStep ? [] : over.map(({ alertId }) => alertId),
    });
    return true;
  }

  /** Of what is over, that of which a channel was told that it fires. */
  private async endedFor(
    tx: Transaction,
    groupId: string,
    channelId: string,
    over: readonly MemberRow[],
  ): Promise<MemberRow[]> {
    const told = over.filter(({ channels }) => channels.includes(channelId));
    if (told.length === 0) return [];
    const sent = await this.groups.sentTo(
      tx,
      groupId,
      channelId,
      told.map(({ alertId }) => alertId),
    );
    return told.filter(({ alertId }) => sent.has(alertId));
  }
}

function idsOf(alerts: readonly OpenAlert[]): string[] {
  return alerts.map(({ id }) => id);
}
