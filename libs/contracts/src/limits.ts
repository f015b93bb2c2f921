/** Named limits that both ends of a connection agree on. Sizes are bytes, times are what the name says. */
export const limits = {
  /** Largest page a list gives, and the page it gives when none is asked for. */
  pageMax: 200,
  pageDefault: 50,
  /** Largest JSON body of an ordinary call. */
  bodyBytes: 1024 * 1024,
  /** Largest JSON body of a heartbeat with its kept samples. */
  heartbeatBodyBytes: 2 * 1024 * 1024,
  /** Largest JSON body of one output delivery. */
  outputBodyBytes: 4 * 1024 * 1024,
  /** Samples one heartbeat may bring in beside its own. */
  samplesPerHeartbeat: 500,
  /** Filesystems one sample may list. */
  filesystemsPerSample: 64,
  /** How far ahead of the server's clock a sample's time may lie. */
  sampleAheadSeconds: 5 * 60,
  /** Longest time a waiting request for work is held. */
  pendingWaitSeconds: 30,
  /** Most nodes one call for sparklines may name, and most jobs one stream may follow. */
  sparkNodes: 200,
  streamJobs: 200,
  /** Most points of a history. */
  historyPoints: 1000,
  /** Bytes of one chunk of job output. */
  outputChunkBytes: 256 * 1024,
  /** Chunks in one delivery. */
  outputChunksPerDelivery: 64,
  /** Bytes of each output stream that are kept; older ones are dropped and counted. */
  outputKeptBytes: 4 * 1024 * 1024,
  /** Bytes of each output stream that `GET /jobs/:id` shows as text. */
  outputShownBytes: 256 * 1024,
  /** A job's time limit. */
  jobTimeoutSecondsDefault: 60 * 60,
  jobTimeoutSecondsMax: 7 * 24 * 60 * 60,
  /** Longest rendered script. */
  scriptBytes: 512 * 1024,
  /** bcrypt reads no further than this, so a longer password is refused. */
  passwordBytes: 72,
  passwordMinLength: 12,
  tagsPerNode: 32,
  tagLength: 64,
  nameLength: 128,
} as const;
