import { Injectable } from '@nestjs/common';
import type { AlertRoutes, ProblemFault } from '@hyprbox/contracts';
import { InvalidInputError } from '../../common/domain-error.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import type { Actor } from '../../identity/principal.js';
import { selectorFaults } from '../../selectors/selector-fault.js';
import { AlertRoutesChanged } from './alert-routes.errors.js';
import { AlertRoutesRepository } from './alert-routes.repository.js';

/** Who is told what. */
@Injectable()
export class AlertRoutesService {
  constructor(
    private readonly routes: AlertRoutesRepository,
    private readonly work: UnitOfWork,
  ) {}

  async get(): Promise<AlertRoutes> {
    return this.routes.read();
  }

  /** Replaces the whole list. What is told already goes on under a route of the same name. */
  async replace(actor: Actor, routes: AlertRoutes): Promise<AlertRoutes> {
    const faults = [...faultsOf(routes), ...(await this.unknownChannels(routes))];
    if (faults.length > 0) throw new InvalidInputError(faults);
    return this.work.run<AlertRoutes>(
      ({ items, version }) => ({
        actor,
        action: 'alert.routes.update',
        target: { type: 'alert-routes', id: null },
        details: { version, routes: items.map(({ name }) => name) },
      }),
      async (tx) => {
        const { version } = await this.routes.lock(tx);
        if (version !== routes.version) throw new AlertRoutesChanged(version);
        const after = { items: routes.items, version: version + 1 };
        await this.routes.write(tx, after);
        tx.publishAfterCommit({ topic: 'alert-rules' });
        return after;
      },
    );
  }

  private async unknownChannels({ items }: AlertRoutes): Promise<ProblemFault[]> {
    const known = new Set((await this.routes.channels()).map(({ id }) => id));
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
