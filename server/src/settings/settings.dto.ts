import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { longestRetention, type Retention, type Settings, type Thresholds } from '@hyprbox/contracts';
import { Type } from 'class-transformer';
import { IsInt, IsNumber, IsObject, Max, Min, ValidateNested } from 'class-validator';
import { MayBeLeftOut } from '../http/may-be-left-out.js';

const Days = (maximum: number): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({ type: 'integer', minimum: 1, maximum }),
    MayBeLeftOut(),
    IsInt(),
    Min(1),
    Max(maximum),
  );

/** An object of its own. ValidateNested alone would take a list, too, and an empty one checks nothing. */
const Part = (type: new () => object): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({ type }),
    MayBeLeftOut(),
    IsObject({ message: 'must be an object' }),
    ValidateNested(),
    Type(() => type),
  );

/** Percent of a figure from which a host is WARNING and CRITICAL. */
export class LevelsDto {
  @ApiProperty({ minimum: 0, maximum: 100 })
  @IsNumber()
  @Min(0)
  @Max(100)
  warning!: number;

  @ApiProperty({ minimum: 0, maximum: 100 })
  @IsNumber()
  @Min(0)
  @Max(100)
  critical!: number;
}

export class ThresholdsDto implements Partial<Thresholds> {
  @Part(LevelsDto)
  cpu?: LevelsDto;

  @Part(LevelsDto)
  mem?: LevelsDto;

  @Part(LevelsDto)
  disk?: LevelsDto;
}

/** Days that each kind of history is kept. */
export class RetentionDto implements Partial<Retention> {
  @Days(longestRetention.samplesDays)
  samplesDays?: number;

  @Days(longestRetention.rollup1mDays)
  rollup1mDays?: number;

  @Days(longestRetention.rollup10mDays)
  rollup10mDays?: number;

  @Days(longestRetention.rollup1hDays)
  rollup1hDays?: number;

  @Days(longestRetention.outputDays)
  outputDays?: number;

  @Days(longestRetention.activityDays)
  activityDays?: number;
}

/** What is left out stays as it is. */
export class UpdateSettingsDto {
  @Part(ThresholdsDto)
  thresholds?: ThresholdsDto;

  @Part(RetentionDto)
  retention?: RetentionDto;
}

/** The settings in force with a change laid over them. */
export function changed(settings: Settings, { thresholds, retention }: UpdateSettingsDto): Settings {
  const { cpu, mem, disk } = settings.thresholds;
  const kept = settings.retention;
  return {
    thresholds: {
      cpu: levels(thresholds?.cpu ?? cpu),
      mem: levels(thresholds?.mem ?? mem),
      disk: levels(thresholds?.disk ?? disk),
    },
    retention: {
      samplesDays: retention?.samplesDays ?? kept.samplesDays,
      rollup1mDays: retention?.rollup1mDays ?? kept.rollup1mDays,
      rollup10mDays: retention?.rollup10mDays ?? kept.rollup10mDays,
      rollup1hDays: retention?.rollup1hDays ?? kept.rollup1hDays,
      outputDays: retention?.outputDays ?? kept.outputDays,
      activityDays: retention?.activityDays ?? kept.activityDays,
    },
  };
}

/** A plain object, whatever order the fields were sent in. */
function levels({ warning, critical }: LevelsDto): LevelsDto {
  return { warning, critical };
}
