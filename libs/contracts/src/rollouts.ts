/** What becomes of a rollout. Only the last five are ends. */
export const rolloutStates = [
  'AWAITING_APPROVAL',
  'SCHEDULED',
  'RUNNING',
  'PAUSED',
  'HALTED',
  'SUCCEEDED',
  'PARTIAL',
  'FAILED',
  'ABORTED',
  'EXPIRED',
] as const;
export type RolloutState = (typeof rolloutStates)[number];

/** What becomes of one host in it. `WAITING_HOST`: it is away, or under maintenance. */
export const targetStates = [
  'PENDING',
  'WAITING_HOST',
  'QUEUED',
  'RUNNING',
  'SUCCEEDED',
  'FAILED',
  'LOST',
  'SKIPPED',
  'EXPIRED',
  'CANCELLED',
] as const;
export type TargetState = (typeof targetStates)[number];

/** The targets that may be run again by a rollout of their own. */
export const retriedStates = ['FAILED', 'LOST', 'SKIPPED', 'EXPIRED', 'CANCELLED'] as const;
export type RetriedState = (typeof retriedStates)[number];

/** What is done about a host that is away when its turn comes: wait for it for a while, leave it out, or count it as failed. */
export const offlineActions = ['WAIT', 'SKIP', 'FAIL'] as const;
export type OfflineAction = (typeof offlineActions)[number];

/** Why a rollout does not go on, or ended as it did. */
export const rolloutReasons = [
  /** A person, by pausing, aborting or rejecting it. */
  'BY_USER',
  /** Running, failed and lost hosts have used up the budget. */
  'BUDGET',
  /** A wave's gate did not open: the detail names the host. */
  'GATE_HEARTBEAT',
  'GATE_CRITICAL',
  'GATE_CHECK',
  /** The gate `confirm`: a person has to resume it. */
  'CONFIRM',
  /** Its maintenance window is not open. */
  'WINDOW',
  'REJECTED',
  'NOT_APPROVED',
  /** A newer firing of its schedule took its place. */
  'REPLACED',
] as const;
export type RolloutReason = (typeof rolloutReasons)[number];

/** Why a host is as it is. */
export const targetReasons = [
  'OFFLINE',
  'MAINTENANCE',
  'DECOMMISSIONED',
  'EXIT_CODE',
  'TIMEOUT',
  'CANCELLED',
  'AGENT_LOST',
  'INTERRUPTED',
  'ABORTED',
] as const;
export type TargetReason = (typeof targetReasons)[number];

const endStates: readonly RolloutState[] = ['SUCCEEDED', 'PARTIAL', 'FAILED', 'ABORTED', 'EXPIRED'];
const targetEndStates: readonly TargetState[] = ['SUCCEEDED', 'FAILED', 'LOST', 'SKIPPED', 'EXPIRED', 'CANCELLED'];

export function isRolloutOver(state: RolloutState): boolean {
  return endStates.includes(state);
}

export function isTargetOver(state: TargetState): boolean {
  return targetEndStates.includes(state);
}

export const rolloutLimits = {
  /** Hosts of one rollout, and waves. */
  targets: 10_000,
  waves: 50,
  /** Bytes of the script times the hosts: each host's job keeps the script that it ran. */
  frozenBytes: 512 * 1024 * 1024,
  /** Rollouts that are not over. */
  open: 500,
  reasonLength: 500,
  soakSecondsMax: 7 * 24 * 60 * 60,
  /** How long a host that is away is waited for. */
  waitSecondsDefault: 24 * 60 * 60,
  waitSecondsMax: 30 * 24 * 60 * 60,
  /** How long the gates of a wave may take to open. */
  gateSeconds: 10 * 60,
  /** Hosts that are under one heading of identical output, and lines of it that are shown. */
  outputGroups: 200,
  outputLines: 20,
  /** Hosts that a group of identical output names; the others are counted. */
  outputHosts: 200,
  /** How long an approval is waited for. */
  approvalSeconds: 24 * 60 * 60,
} as const;

export const scheduleOverlaps = ['SKIP', 'QUEUE', 'REPLACE'] as const;
export type ScheduleOverlap = (typeof scheduleOverlaps)[number];
export const scheduleMisfires = ['RUN_ONCE', 'SKIP'] as const;
export type ScheduleMisfire = (typeof scheduleMisfires)[number];
/** What both clients make a schedule with if nobody says otherwise. A firing is made up for within the start deadline. */
export const scheduleDefaults = { overlap: 'SKIP', misfire: 'RUN_ONCE', enabled: true } as const;
/** What became of a due time. `QUEUED`: it waits for the firing before it to end. */
export const fireOutcomes = ['QUEUED', 'STARTED', 'SKIPPED_OVERLAP', 'MISSED', 'NO_HOSTS', 'WINDOW', 'FAILED'] as const;
export type FireOutcome = (typeof fireOutcomes)[number];

export const scheduleLimits = {
  schedules: 500,
  /** How late a firing may still start. */
  startDeadlineSecondsDefault: 60 * 60,
  startDeadlineSecondsMax: 7 * 24 * 60 * 60,
  jitterSecondsMax: 24 * 60 * 60,
  previewTimes: 50,
  /** Of one calendar. */
  calendarDays: 35,
  calendarEntries: 1_000,
  /** Due times of one schedule that are written down after a time without a server, the newest of them. */
  missedFires: 100,
  /** How many firings of a schedule are kept, and for how long. */
  fires: 1_000,
  fireDays: 365,
} as const;

export const approvalStates = ['PENDING', 'APPROVED', 'REJECTED', 'EXPIRED', 'OVERRIDDEN'] as const;
export type ApprovalState = (typeof approvalStates)[number];
/** Why something needs an approval: the setting that says so. */
export const approvalCauses = ['PRESET', 'TAG', 'HOSTS', 'AD_HOC'] as const;
export type ApprovalCause = (typeof approvalCauses)[number];
