import type { Retention, Settings } from './settings.schema.js';

export const defaultSettings: Settings = {
  thresholds: {
    cpu: { warning: 80, critical: 90 },
    mem: { warning: 80, critical: 90 },
    disk: { warning: 80, critical: 90 },
  },
  retention: {
    samplesDays: 7,
    rollup1mDays: 30,
    rollup10mDays: 120,
    rollup1hDays: 400,
    outputDays: 90,
    activityDays: 90,
  },
  approvals: { presets: [], tags: [], hostsMoreThan: null, adHoc: false },
  presets: { testTag: 'preset-test', secondPerson: false },
};

/** Presets, and tags, that the settings may name as in need of an approval. */
export const approvalSettingsEntries = 200;

/** The most days that each kind of history can be kept; the least is one. The finer it is, the sooner it has to go. */
export const longestRetention: Readonly<Retention> = {
  samplesDays: 90,
  rollup1mDays: 400,
  rollup10mDays: 1_100,
  rollup1hDays: 3_660,
  outputDays: 3_660,
  activityDays: 3_660,
};
