import { Injectable } from '@nestjs/common';
import type { CurrentPreset, ProblemFault, RolloutFields } from '@hyprbox/contracts';
import { InvalidInputError } from '../common/domain-error.js';
import { PresetNotFound, PresetRetired } from '../presets/presets.errors.js';
import { PresetsService } from '../presets/presets.service.js';
import type { FrozenRollout } from '../rollouts/creation/frozen-rollout.js';
import { PresetVersionChanged } from '../rollouts/creation/rollout-creation.errors.js';
import { RolloutCreationService } from '../rollouts/creation/rollout-creation.service.js';

const at = '/rollout';

/** Whether a schedule's rollout could be made at the moment. */
@Injectable()
export class ScheduleChecks {
  constructor(
    private readonly creation: RolloutCreationService,
    private readonly presets: PresetsService,
  ) {}

  /**
   * What is odd about it; hosts may come that it selects.
   *
   * @param before what the schedule names already: that may have been retired since
   * @throws InvalidInputError with its faults as those of the schedule
   */
  async warnings(rollout: RolloutFields, before: RolloutFields | null): Promise<string[]> {
    const { frozen, warnings } = await this.freezeKept(rollout, before);
    return frozen.nodeIds.length === 0 ? [...warnings, 'The selector selects no host at the moment.'] : warnings;
  }

  private async freezeKept(
    rollout: RolloutFields,
    before: RolloutFields | null,
  ): Promise<{ frozen: FrozenRollout; warnings: string[] }> {
    try {
      return { frozen: await this.creation.freeze(rollout), warnings: [] };
    } catch (error) {
      const isKept = error instanceof PresetRetired && rollout.preset === before?.preset;
      if (!isKept) throw ofSchedule(error);
      const warning = `The preset ${rollout.preset} is retired: nothing starts until it is there again.`;
      return { frozen: await this.freeze(withoutPreset(rollout)), warnings: [warning] };
    }
  }

  /** What it would run now, if it may run at all. */
  async currentPreset({ preset }: RolloutFields): Promise<CurrentPreset | null> {
    return preset === undefined ? null : this.presets.current(preset);
  }

  /** The presets of these that are retired. */
  async retiredAmong(rollouts: readonly RolloutFields[]): Promise<ReadonlySet<string>> {
    return this.presets.retiredAmong(rollouts.flatMap(({ preset }) => preset ?? []));
  }

  /** As {@link RolloutCreationService.freeze}, with its faults as those of the schedule. */
  async freeze(rollout: RolloutFields): Promise<FrozenRollout> {
    try {
      return await this.creation.freeze(rollout);
    } catch (error) {
      throw ofSchedule(error);
    }
  }
}

/** With a script that is none in its place: all else of it is looked at. */
function withoutPreset(rollout: RolloutFields): RolloutFields {
  const rest: RolloutFields = { ...rollout, script: ':\n' };
  delete rest.preset;
  delete rest.presetVersion;
  delete rest.variables;
  return rest;
}

function ofSchedule(error: unknown): unknown {
  if (error instanceof PresetNotFound || error instanceof PresetRetired)
    return new InvalidInputError([{ pointer: `${at}/preset`, detail: error.message }]);
  if (error instanceof PresetVersionChanged)
    return new InvalidInputError([{ pointer: `${at}/presetVersion`, detail: error.message }]);
  if (error instanceof InvalidInputError) return new InvalidInputError(error.faults.map(inRollout), error.message);
  return error;
}

/** The last of many faults only says how many there are besides. */
function inRollout({ pointer, detail }: ProblemFault): ProblemFault {
  return { pointer: pointer === '' ? '' : `${at}${pointer}`, detail };
}
