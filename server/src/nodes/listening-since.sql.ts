/** After a pause longer than this no replica could take heartbeats, so nobody's silence in it says anything. */
const pauseSeconds = 8;

/** Of the row of `heartbeat_intake`. */
export const isPausedSql = `alive_at < now() - interval '${pauseSeconds} seconds'`;

/** Since when hosts have been able to report; while nobody says that they are, since now. */
export const listeningSinceSql = `(SELECT CASE WHEN ${isPausedSql} THEN now() ELSE since END FROM heartbeat_intake)`;
