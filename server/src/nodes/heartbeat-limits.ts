/** Named limits of how many heartbeats may wait, and of how many of their faults are looked for. */
export const heartbeatLimits = {
  /** Faults that are looked for; a refusal names the first of them. */
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
