/** What a rule watches. `FLEET_SILENT` has no rule of its own: it stands for many hosts that fall silent at once. */
export const alertRuleKinds = ['METRIC', 'NODE_SILENT', 'JOB', 'BACKUP', 'BEAT', 'SELF'] as const;
export type AlertRuleKind = (typeof alertRuleKinds)[number];
export const alertKinds = [...alertRuleKinds, 'FLEET_SILENT'] as const;
export type AlertKind = (typeof alertKinds)[number];

/** The figures that a rule may hold against a threshold. Percentages are 0..100, `…Bps` bytes a second. */
export const alertMetrics = [
  'cpuPct',
  'memPct',
  'swapPct',
  'diskPct',
  'filesystemPct',
  'inodesPct',
  'load1PerCore',
  'netRxBps',
  'netTxBps',
  'diskReadBps',
  'diskWriteBps',
  'processes',
] as const;
export type AlertMetric = (typeof alertMetrics)[number];

/** Those that a host has one of for each of its mounts. */
export const mountMetrics: readonly AlertMetric[] = ['filesystemPct', 'inodesPct'];

export const alertMetricUnits: Readonly<Record<AlertMetric, '%' | 'B/s' | ''>> = {
  cpuPct: '%',
  memPct: '%',
  swapPct: '%',
  diskPct: '%',
  filesystemPct: '%',
  inodesPct: '%',
  load1PerCore: '',
  netRxBps: 'B/s',
  netTxBps: 'B/s',
  diskReadBps: 'B/s',
  diskWriteBps: 'B/s',
  processes: '',
};

export const alertAggregates = ['MEAN', 'MAX', 'LAST'] as const;
export type AlertAggregate = (typeof alertAggregates)[number];
export const alertOperators = ['>', '<'] as const;
export type AlertOperator = (typeof alertOperators)[number];

/** The worse one last. */
export const alertSeverities = ['WARNING', 'CRITICAL'] as const;
export type AlertSeverity = (typeof alertSeverities)[number];

/** What it means that a host says nothing of a figure: the alert stays as it is, or the threshold counts as crossed. */
export const alertNoData = ['HOLD', 'FIRE'] as const;
export type AlertNoData = (typeof alertNoData)[number];

/** Acknowledged, silenced and inhibited are no states: an alert is that beside its state. */
export const alertStates = ['PENDING', 'FIRING', 'RECOVERING', 'RESOLVED'] as const;
export type AlertState = (typeof alertStates)[number];

export const alertedOutcomes = ['FAILED', 'CANCELLED'] as const;
export type AlertedOutcome = (typeof alertedOutcomes)[number];
export const alertedProtections = ['FAILING', 'OVERDUE', 'NEVER', 'UNPROVEN'] as const;
export type AlertedProtection = (typeof alertedProtections)[number];

/** What HyprBox knows of itself. */
export const selfChecks = [
  'DATA_DISK',
  'DELIVERY',
  'ROLLUP',
  'EVALUATION',
  'AUDIT_CHAIN',
  'APPROVAL_OVERRIDE',
  'PRESET_SOURCE',
] as const;
export type SelfCheck = (typeof selfChecks)[number];

/** What became of an alert, in its timeline. */
export const alertEventKinds = [
  'PENDING',
  'FIRED',
  'RECOVERING',
  'FIRED_AGAIN',
  'RESOLVED',
  'ACKED',
  'UNACKED',
  'NOTE',
  'SILENCED',
  'UNSILENCED',
  'INHIBITED',
  'UNINHIBITED',
  'RULE_CHANGED',
  'REMEDIATION',
] as const;
export type AlertEventKind = (typeof alertEventKinds)[number];

export const alertWindowKinds = ['SILENCE', 'MAINTENANCE'] as const;
export type AlertWindowKind = (typeof alertWindowKinds)[number];

export const alertChannelTypes = [
  'EMAIL',
  'WEBHOOK',
  'SLACK',
  'TEAMS',
  'DISCORD',
  'TELEGRAM',
  'NTFY',
  'GOTIFY',
  'MATRIX',
  'PAGERDUTY',
  'OPSGENIE',
] as const;
export type AlertChannelType = (typeof alertChannelTypes)[number];

export const deliveryEvents = ['firing', 'resolved', 'reminder', 'test'] as const;
export type DeliveryEvent = (typeof deliveryEvents)[number];
export const deliveryStatuses = ['QUEUED', 'SENDING', 'SENT', 'FAILED', 'SUPERSEDED'] as const;
export type DeliveryStatus = (typeof deliveryStatuses)[number];

/** Lengths in characters, times in seconds; what the server refuses beyond. */
export const alertLimits = {
  rules: 500,
  ruleNameLength: 100,
  runbookLength: 2000,
  noteLength: 2000,
  forSecondsMax: 24 * 60 * 60,
  keepSecondsMax: 24 * 60 * 60,
  windowSecondsMax: 60 * 60,
  silentSecondsMin: 30,
  silentSecondsMax: 7 * 24 * 60 * 60,
  ackSecondsMax: 7 * 24 * 60 * 60,
  selectorEntries: 500,
  patternLength: 256,
  presets: 100,
  windows: 500,
  windowSecondsLongest: 90 * 24 * 60 * 60,
  channels: 100,
  channelValueLength: 4096,
  recipients: 50,
  routes: 100,
  steps: 10,
  stepChannels: 20,
  /** Alerts of a delivery whose ids are listed; the others are counted. */
  deliveryAlerts: 200,
  groupBy: 5,
  waitSecondsMax: 60 * 60,
  repeatSecondsMin: 60,
  repeatSecondsMax: 7 * 24 * 60 * 60,
  beats: 500,
  /** Its rule is called `Beat: ` and this. */
  beatNameLength: 94,
  beatPeriodSecondsMin: 30,
  beatPeriodSecondsMax: 366 * 24 * 60 * 60,
  beatBodyBytes: 10 * 1024,
  remediationSecondsMin: 60,
  remediationSecondsMax: 7 * 24 * 60 * 60,
  remediationsAtOnce: 100,
} as const;

export const routeDefaults = { waitSeconds: 15, intervalSeconds: 300, repeatSeconds: 14_400 } as const;
