/**
 * Every name with `HYPRBOX_` that some process of the product reads. One file of settings is often shared, so each
 * process takes the names that are meant for the others.
 */
export const settingNames = {
  server: [
    'HYPRBOX_ADMIN_EMAIL',
    'HYPRBOX_ADMIN_PASSWORD',
    'HYPRBOX_ALLOWED_HOSTS',
    'HYPRBOX_CORS_ORIGINS',
    'HYPRBOX_DATA_DIR',
    'HYPRBOX_DATABASE_URL',
    'HYPRBOX_DEADMAN_URL',
    'HYPRBOX_EGRESS_ALLOW',
    'HYPRBOX_EGRESS_DENY',
    'HYPRBOX_ENABLE_DOCS',
    'HYPRBOX_HOST',
    'HYPRBOX_JWT_SECRET',
    'HYPRBOX_LEASE_SECONDS',
    'HYPRBOX_LOCAL_AGENT',
    'HYPRBOX_LOG_LEVEL',
    'HYPRBOX_METRICS_TOKEN',
    'HYPRBOX_MIGRATION_DATABASE_URL',
    'HYPRBOX_OUTPUT_KEEP_BYTES',
    'HYPRBOX_PORT',
    'HYPRBOX_PRESETS_DIR',
    'HYPRBOX_PUBLIC_URL',
    'HYPRBOX_REQUIRE_NODE_TOKEN',
    'HYPRBOX_SECRETS_KEY',
    'HYPRBOX_SHUTDOWN_DELAY_SECONDS',
    'HYPRBOX_TRUST_PROXY',
  ],
  agent: [
    'HYPRBOX_ALLOW_PLAIN_HTTP',
    'HYPRBOX_CLOSED_DIR',
    'HYPRBOX_CONCURRENCY',
    'HYPRBOX_DRAIN_SECONDS',
    'HYPRBOX_INTERVAL',
    'HYPRBOX_JOB_CGROUPS',
    'HYPRBOX_JOB_PATH',
    'HYPRBOX_KEEP_JOBS_SECONDS',
    'HYPRBOX_NODE_ID',
    'HYPRBOX_NODE_TOKEN',
    'HYPRBOX_NODE_TOKEN_FILE',
    'HYPRBOX_REGION',
    'HYPRBOX_STATE_DIR',
  ],
  client: ['HYPRBOX_API_TOKEN', 'HYPRBOX_API_URL'],
  /** What the tests are told, and what scripts are: of a drill's files, and which job they are. */
  further: ['HYPRBOX_API_TEST_SECONDS', 'HYPRBOX_API_TOOLS', 'HYPRBOX_CHROMIUM', 'HYPRBOX_JOB', 'HYPRBOX_RESTORED_DIR'],
} as const;

export type ServerSetting = (typeof settingNames.server)[number];

const known: readonly string[] = Object.values(settingNames).flat();

/** What Kubernetes sets for a Service of that name, and Docker for a link. */
const serviceVariable = /(?:_|^HYPRBOX)_SERVICE_(?:HOST|PORT)(?:_|$)|_PORT_\d{1,5}_(?:TCP|UDP)(?:_|$)|_PORT$/;
/** A name further away than this is no typing error of the other. */
const furthestTypingError = 6;

/** Names each setting that nobody reads, which is most often mistyped, with the nearest that there is. */
export function unknownSettings(env: Readonly<Record<string, string | undefined>>): string[] {
  return Object.keys(env)
    .filter((name) => name.startsWith('HYPRBOX_') && !known.includes(name))
    .filter((name) => !(serviceVariable.test(name) && /_SERVICE_|_TCP|_UDP|:\/\//.test(`${name}=${env[name]}`)))
    .toSorted()
    .map((name) => {
      const nearest = nearestSetting(name);
      return `${name} is not a setting${nearest === null ? '' : `; did you mean ${nearest}?`}`;
    });
}

function nearestSetting(name: string): string | null {
  const byDistance = known
    .map((setting) => ({ setting, distance: editDistance(name, setting) }))
    .toSorted((a, b) => a.distance - b.distance);
  const [nearest] = byDistance;
  return nearest && nearest.distance <= furthestTypingError ? nearest.setting : null;
}

/** Levenshtein's distance, one row of its table at a time. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, left] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, right] of [...b].entries()) {
      const replaced = (row[j] ?? 0) + (left === right ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? a.length;
}
