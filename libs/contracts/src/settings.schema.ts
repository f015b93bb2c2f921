import Type, { type Static } from 'typebox';
import { count, flag, listOf, nullable, number, text } from './schema-parts.js';

const levels = Type.Object({ warning: number, critical: number });

/** A host is WARNING or CRITICAL when one of the figures reaches the percentage. */
export const thresholdsSchema = Type.Object({ cpu: levels, mem: levels, disk: levels });
export type Thresholds = Static<typeof thresholdsSchema>;

/** Days that each kind of history is kept. */
export const retentionSchema = Type.Object({
  samplesDays: count,
  rollup1mDays: count,
  rollup10mDays: count,
  rollup1hDays: count,
  outputDays: count,
  activityDays: count,
});
export type Retention = Static<typeof retentionSchema>;

/** What starts only after another user has agreed to it. Any one of them is cause enough. */
export const approvalSettingsSchema = Type.Object({
  /** Names of presets. */
  presets: listOf(text),
  /** Tags: whatever runs on a host that has one of them. */
  tags: listOf(text),
  /** A rollout on more hosts than these; null for however many. */
  hostsMoreThan: nullable(count),
  /** A script of one's own. */
  adHoc: flag,
});
export type ApprovalSettings = Static<typeof approvalSettingsSchema>;

/** How presets of one's own come to be. */
export const presetSettingsSchema = Type.Object({
  /** The tag of the hosts that drafts may be tried on. */
  testTag: text,
  /** Whoever wrote a draft may not publish it. */
  secondPerson: flag,
});
export type PresetSettings = Static<typeof presetSettingsSchema>;

export const settingsSchema = Type.Object({
  thresholds: thresholdsSchema,
  retention: retentionSchema,
  approvals: approvalSettingsSchema,
  presets: presetSettingsSchema,
});
export type Settings = Static<typeof settingsSchema>;
