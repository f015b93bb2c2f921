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
    this.registry.add('SCHEDULE', async (presets, count) => {
      const schedules = await this.schedules.findUsing(presets, count);
      return schedules.map((schedule) => useOf(schedule, presets));
    });
  }
}

function useOf({ id, name, rollout }: ScheduleEntity, presets: readonly string[]): FoundUse {
  const places: UsePlace[] = [];
  const { preset, gates: { checkPreset } = {} } = rollout;
  if (preset !== undefined && presets.includes(preset)) {
    places.push({
      preset,
      pointer: '/rollout/preset',
      values: { in: '/rollout', given: rollout.variables ?? {} },
      ...(rollout.presetVersion !== undefined && {
        version: { pointer: '/rollout/presetVersion', number: rollout.presetVersion },
      }),
    });
  }
  if (checkPreset !== undefined && presets.includes(checkPreset)) {
    places.push({ preset: checkPreset, pointer: '/rollout/gates/checkPreset' });
  }
  return { id, name, places };
}
