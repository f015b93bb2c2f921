/** Named limits of what a heartbeat may hold, and of how many may wait. */
export const heartbeatLimits = {
  hostnameLength: 253,
  agentVersionLength: 64,
  intervalSeconds: 24 * 60 * 60,
  inventoryLength: 256,
  cpuCores: 1 << 20,
  mountLength: 4096,
  fsTypeLength: 64,
  /** Load averages, and numbers of processes, beyond any host's. */
  load: 1e9,
  processes: 2 ** 31 - 1,
  /** Ids of running executions; more than any host carries. */
  running: 256,
  /** Faults that one refusal names. */
  faults: 1_000,
  /** Requests, and samples in them, that may wait for their transaction. */
  waitingRequests: 20_000,
  waitingSamples: 400_000,
  /** Requests, and samples, of one transaction. */
  batchRequests: 1_000,
  batchSamples: 10_000,
  /** How long the first request of a batch waits for company. */
  gatherMs: 2,
} as const;
