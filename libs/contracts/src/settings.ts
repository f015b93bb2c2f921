/** A host is WARNING or CRITICAL when one of the figures reaches the percentage. */
export interface Thresholds {
  cpu: { warning: number; critical: number };
  mem: { warning: number; critical: number };
  disk: { warning: number; critical: number };
}

/** Days that each kind of history is kept. */
export interface Retention {
  samplesDays: number;
  rollup1mDays: number;
  rollup10mDays: number;
  rollup1hDays: number;
  outputDays: number;
  activityDays: number;
}

export interface Settings {
  thresholds: Thresholds;
  retention: Retention;
}

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
};

/** The most days that each kind of history can be kept; the least is one. The finer it is, the sooner it has to go. */
export const longestRetention: Readonly<Retention> = {
  samplesDays: 90,
  rollup1mDays: 400,
  rollup10mDays: 1_100,
  rollup1hDays: 3_660,
  outputDays: 3_660,
  activityDays: 3_660,
};
