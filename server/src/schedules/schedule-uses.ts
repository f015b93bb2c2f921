import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PresetUsesRegistry, type FoundUse, type UsePlace } from '../presets/uses/preset-uses-registry.js';
import type { ScheduleEntity } from './schedule.entity.js';
import { SchedulesRepository } from './schedules.repository.js';

/** Tells which schedules name a preset, paused ones too: as what they run, or as the check of a gate. */
@Injectable()
export class ScheduleUses implements OnModuleInit {
  constructor(
    private readonly schedules: SchedulesRepository,
    private readonly registry: PresetUsesRegistry,
  ) {}

  onModuleInit(): void {
    this.registry.add('SCHEDULE', async (preset, count) => {
      const schedules = await this.schedules.findUsing(preset, count);
      return schedules.map((schedule) => useOf(schedule, preset));
    });
  }
}

function useOf({ id, name, rollout }: ScheduleEntity, preset: string): FoundUse {
  const places: UsePlace[] = [];
  if (rollout.preset === preset) {
    places.push({
      pointer: '/rollout/preset',
      values: { in: '/rollout', given: rollout.variables ?? {} },
      ...(rollout.presetVersion !== undefined && {
        version: { pointer: '/rollout/presetVersion', number: rollout.presetVersion },
      }),
    });
  }
  if (rollout.gates?.checkPreset === preset) places.push({ pointer: '/rollout/gates/checkPreset' });
  return { id, name, places };
}
