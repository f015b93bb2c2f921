import { Injectable, type OnModuleInit } from '@nestjs/common';
import { routeDefaults, type AlertRoutes, type ProblemFault, type ReplaceAlertRoutesRequest } from '@hyprbox/contracts';
import { InvalidInputError } from '../../common/domain-error.js';
import { UnitOfWork, type Transaction } from '../../database/unit-of-work.js';
import type { Actor } from '../../identity/principal.js';
import { selectorFaults } from '../../selectors/selector-fault.js';
import { Ids } from '../../time/clock.js';
import { ChannelInUseError } from '../channels/channels.errors.js';
import { ChannelsService } from '../channels/channels.service.js';
import { AlertRoutesChanged } from './alert-routes.errors.js';
import { AlertRoutesRepository, type KeyedRoutes } from './alert-routes.repository.js';
import { withKeys, withoutKey } from './route-keys.js';

/** Who is told what. */
@Injectable()
export class AlertRoutesService implements OnModuleInit {
  constructor(
    private readonly routes: AlertRoutesRepository,
    private readonly channels: ChannelsService,
    private readonly work: UnitOfWork,
    private readonly ids: Ids,
  ) {}

  onModuleInit(): void {
    this.channels.beforeRemoval((tx, { id }) => this.refuseRouted(tx, id));
  }

  async get(): Promise<AlertRoutes> {
    return asTold(await this.routes.read());
  }

  /** Replaces the whole list. What is told already goes on under a route that is the same but for its name. */
  async replace(actor: Actor, request: ReplaceAlertRoutesRequest): Promise<AlertRoutes> {
    const routes: AlertRoutes = { ...request, items: request.items.map((each) => ({ ...routeDefaults, ...each })) };
    const faults = faultsOf(routes);
    if (faults.length > 0) throw new InvalidInputError(faults);
    const after = await this.work.run<KeyedRoutes>(
      ({ items, version }) => ({
        actor,
        action: 'alert.routes.update',
        target: { type: 'alert-routes', id: null },
        details: { version, routes: items.map(({ name }) => name) },
      }),
      async (tx) => {
        const { items, version } = await this.routes.lock(tx);
        if (version !== routes.version) throw new AlertRoutesChanged(version);
        const unknown = await this.unknownChannels(tx, routes);
        if (unknown.length > 0) throw new InvalidInputError(unknown);
        const after = { items: withKeys(items, routes.items, () => this.ids.next()), version: version + 1 };
        await this.routes.write(tx, after);
        tx.publishAfterCommit({ topic: 'alert-rules' });
        return after;
      },
    );
    return asTold(after);
  }

  /** A route that leads nowhere would tell nobody, and say so to nobody. */
  private async refuseRouted(tx: Transaction, channelId: string): Promise<void> {
    // Locked, so that no route comes to lead to it meanwhile.
    const { items } = await this.routes.lock(tx);
    const route = items.find(({ steps }) => steps.some(({ channelIds }) => channelIds.includes(channelId)));
    if (route) throw new ChannelInUseError(route.name);
  }

  private async unknownChannels(tx: Transaction, { items }: AlertRoutes): Promise<ProblemFault[]> {
    const known = new Set((await this.routes.channels(tx.manager)).map(({ id }) => id));
    return items.flatMap(({ steps }, route) =>
      steps.flatMap(({ channelIds }, step) =>
        channelIds.flatMap((id, index) =>
          known.has(id)
            ? []
            : [{ pointer: `/items/${route}/steps/${step}/channelIds/${index}`, detail: 'There is no such channel.' }],
        ),
      ),
    );
  }
}

function asTold({ items, version }: KeyedRoutes): AlertRoutes {
  return { items: items.map(withoutKey), version };
}

/** What the schema can't say: names tell routes apart, and steps come one after the other. */
function faultsOf({ items }: AlertRoutes): ProblemFault[] {
  const names = new Set<string>();
  return items.flatMap(({ name, match, steps }, index): ProblemFault[] => {
    const pointer = `/items/${index}`;
    const faults: ProblemFault[] = match.selector ? selectorFaults(match.selector, `${pointer}/match/selector`) : [];
    if (names.has(name)) faults.push({ pointer: `${pointer}/name`, detail: 'is the name of a route above it' });
    names.add(name);
    steps.forEach(({ afterSeconds }, step) => {
      const before = steps[step - 1];
      if (before && afterSeconds <= before.afterSeconds) {
        const detail = `must be more than the ${before.afterSeconds} s of the step before`;
        faults.push({ pointer: `${pointer}/steps/${step}/afterSeconds`, detail });
      }
    });
    return faults;
  });
}
