/** Every wait on the database has an end; these are all of them. */
export const databaseLimits = {
  /** Connections of one process for its calls and tasks. */
  connections: 12,
  /** Connections that only agents' calls use, so that slow reads can't keep heartbeats and jobs waiting. */
  agentConnections: 6,
  /** Until a new connection is there, and until a connection of a full pool is free. */
  connectMs: 5_000,
  /** What the database allows one statement. Work that says so may take longer. */
  statementMs: 30_000,
  /** How much longer the server waits for the answer than the database may take for it. */
  answerSlackMs: 3_000,
  /** Until a lock is given up that somebody else holds. */
  lockMs: 10_000,
  /** A transaction in which nothing happens is ended, and with it the locks of a server that is gone. */
  idleInTransactionMs: 30_000,
  /** A connection that nobody uses is closed: longer than the pause between two rounds of any task. */
  idleMs: 60_000,
  /** TCP looks after so long whether the other end of a silent connection is still there. */
  keepAliveMs: 5_000,
  /** Whether the database answers is asked this often, */
  beatMs: 1_000,
  /** tried on a second connection after so long, */
  doubtMs: 1_500,
  /** and taken for a no after so long. */
  silenceMs: 3_500,
} as const;
