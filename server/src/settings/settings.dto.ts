import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  approvalSettingsEntries,
  isPrintableLine,
  limits,
  longestRetention,
  rolloutLimits,
  tagPattern,
  type ApprovalSettings,
  type PresetSettings,
  type Retention,
  type Settings,
  type Thresholds,
} from '@hyprbox/contracts';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsInt,
  IsNumber,
  IsObject,
  Matches,
  Max,
  Min,
  ValidateBy,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { MayBeLeftOut } from '../http/may-be-left-out.js';

const Days = (maximum: number): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({ type: 'integer', minimum: 1, maximum }),
    MayBeLeftOut(),
    IsInt(),
    Min(1),
    Max(maximum),
  );

/** A list of names, each once. */
const Names = (maxLength: number): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({
      type: 'array',
      items: { type: 'string', minLength: 1, maxLength },
      maxItems: approvalSettingsEntries,
      uniqueItems: true,
    }),
    MayBeLeftOut(),
    ValidateBy(
      { name: 'name', validator: { validate: (value) => isName(value, maxLength) } },
      { each: true, message: `must be a list of texts of 1 to ${maxLength} characters, each on one line` },
    ),
    ArrayUnique({ message: 'must name each once' }),
    ArrayMaxSize(approvalSettingsEntries, { message: `must be a list of at most ${approvalSettingsEntries}` }),
    IsArray({ message: 'must be a list' }),
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

/** What starts only after another user has agreed to it. */
export class ApprovalSettingsDto implements Partial<ApprovalSettings> {
  @Names(limits.nameLength)
  presets?: string[];

  @Names(limits.tagLength)
  tags?: string[];

  /** Null: however many. */
  @ApiPropertyOptional({ type: 'integer', minimum: 0, maximum: rolloutLimits.targets, nullable: true })
  @ValidateIf((_, value) => value !== undefined && value !== null)
  @Max(rolloutLimits.targets)
  @Min(0)
  @IsInt()
  hostsMoreThan?: number | null;

  @ApiPropertyOptional()
  @MayBeLeftOut()
  @IsBoolean()
  adHoc?: boolean;
}

/** How presets of one's own come to be. */
export class PresetSettingsDto implements Partial<PresetSettings> {
  @ApiPropertyOptional({
    minLength: 1,
    maxLength: limits.tagLength,
    pattern: tagPattern.source,
    example: 'preset-test',
  })
  @MayBeLeftOut()
  @Matches(tagPattern, { message: 'must be a tag' })
  testTag?: string;

  @ApiPropertyOptional()
  @MayBeLeftOut()
  @IsBoolean()
  secondPerson?: boolean;
}

/** What is left out stays as it is. */
export class UpdateSettingsDto {
  @Part(ThresholdsDto)
  thresholds?: ThresholdsDto;

  @Part(RetentionDto)
  retention?: RetentionDto;

  @Part(ApprovalSettingsDto)
  approvals?: ApprovalSettingsDto;

  @Part(PresetSettingsDto)
  presets?: PresetSettingsDto;
}

/** The settings in force with a change laid over them. */
export function changed(
  settings: Settings,
  { thresholds, retention, approvals, presets }: UpdateSettingsDto,
): Settings {
  const { cpu, mem, disk } = settings.thresholds;
  const kept = settings.retention;
  const needed = settings.approvals;
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
    approvals: {
      presets: approvals?.presets ?? needed.presets,
      tags: approvals?.tags ?? needed.tags,
      hostsMoreThan: approvals?.hostsMoreThan === undefined ? needed.hostsMoreThan : approvals.hostsMoreThan,
      adHoc: approvals?.adHoc ?? needed.adHoc,
    },
    presets: {
      testTag: presets?.testTag ?? settings.presets.testTag,
      secondPerson: presets?.secondPerson ?? settings.presets.secondPerson,
    },
  };
}

function isName(value: unknown, maxLength: number): boolean {
  if (typeof value !== 'string' || value === '' || !isPrintableLine(value)) return false;
  // Characters, as JSON Schema counts them.
  return Array.from(value).length <= maxLength;
}

/** A plain object, whatever order the fields were sent in. */
function levels({ warning, critical }: LevelsDto): LevelsDto {
  return { warning, critical };
}
