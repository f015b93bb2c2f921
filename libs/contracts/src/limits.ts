/** Named limits that both ends of a connection agree on. Sizes are bytes, times are what the name says. */
export const limits = {
  /** Largest page a list gives, and the page it gives when none is asked for. */
  pageMax: 200,
  pageDefault: 50,
  /** Largest JSON body of an ordinary call. */
  bodyBytes: 1024 * 1024,
  /** Largest JSON body of a call that anyone may make: signing in and registering. */
  signInBodyBytes: 8 * 1024,
  /** Values (fields and entries of lists) in the body of an ordinary call. */
  bodyValues: 10_000,
  /** Largest JSON body of a heartbeat with its kept samples, and the values in it. */
  heartbeatBodyBytes: 2 * 1024 * 1024,
  heartbeatBodyValues: 200_000,
  /** Largest JSON body of one output delivery. */
  outputBodyBytes: 4 * 1024 * 1024,
  /** Samples one heartbeat may bring in beside its own. */
  samplesPerHeartbeat: 500,
  /** Ids of running executions in one heartbeat; more than any host carries. */
  runningPerHeartbeat: 256,
  /** Filesystems one sample may list. */
  filesystemsPerSample: 64,
  /** Characters of the texts that describe a host: its name, a fact of its inventory, a mount and its filesystem. */
  hostnameLength: 253,
  inventoryTextLength: 256,
  mountLength: 4096,
  fsTypeLength: 64,
  /** What an agent says of itself. */
  agentVersionLength: 64,
  machineIdLength: 64,
  heartbeatIntervalSecondsMax: 24 * 60 * 60,
  /** Figures beyond any host's. */
  cpuCoresMax: 1 << 20,
  loadAverageMax: 1e9,
  processesMax: 2 ** 31 - 1,
  /** How far ahead of the server's clock a sample's time may lie. */
  sampleAheadSeconds: 5 * 60,
  /** Longest time a waiting request for work is held. */
  pendingWaitSeconds: 30,
  /** What an agent may say of why it takes no work. */
  unableLength: 300,
  /** Most nodes one call for sparklines may name, and most jobs one stream may follow. */
  sparkNodes: 200,
  streamJobs: 200,
  /** Most points of a history. */
  historyPoints: 1000,
  /** Bytes of one chunk of job output. */
  outputChunkBytes: 256 * 1024,
  /** Chunks in one delivery. */
  outputChunksPerDelivery: 64,
  /** What an agent may say of how an execution ended. */
  completionMessageLength: 1000,
  /** Bytes of each output stream that are kept; older ones are dropped and counted. */
  outputKeptBytes: 4 * 1024 * 1024,
  /** Bytes of each output stream that `GET /jobs/:id` shows as text. */
  outputShownBytes: 256 * 1024,
  /** A job's time limit. */
  jobTimeoutSecondsDefault: 60 * 60,
  jobTimeoutSecondsMax: 7 * 24 * 60 * 60,
  /** Longest rendered script. */
  scriptBytes: 512 * 1024,
  /** Characters of a value that is held against a preset's pattern, unless the variable has a `max` of its own. */
  patternedValueLength: 4096,
  /** Characters of a path; Linux takes no longer one. */
  pathLength: 4096,
  /** Largest value of one variable of a preset, as UTF-8. */
  variableBytes: 64 * 1024,
  /** bcrypt reads no further than this, so a longer password is refused. */
  passwordBytes: 72,
  passwordMinLength: 12,
  tagsPerNode: 32,
  /** Different tags that the fleet’s list of tags gives. */
  fleetTags: 500,
  tagLength: 64,
  /** Selectors that have a name. */
  savedSelectors: 200,
  nameLength: 128,
} as const;
