import { resolve } from 'node:path';
import { limits, unknownSettings, type ServerSetting } from '@hyprbox/contracts';
import { isNetwork, type TrustProxy } from '../common/client-address.js';
import { FinalStartError } from '../common/start-error.js';
import { normalizedEmail } from '../identity/normalized-email.js';
import { isWeakSecret } from './weak-secret.js';

/** The server's configuration, read from the environment once at boot. */
export interface Config {
  production: boolean;
  host: string;
  port: number;
  /** Null: PostgreSQL is embedded and lives in the data directory. */
  databaseUrl: string | null;
  /** For migrations, where another role owns the schema; null: that of the server does. */
  migrationDatabaseUrl: string | null;
  dataDir: string;
  /** Null: made once and kept in the data directory. */
  jwtSecret: string | null;
  /** What channels' secrets are sealed with: the first seals, all open. Null: made once and kept in the data directory. */
  secretsKeys: Buffer[] | null;
  /** Networks that alerts may be sent to although they are refused by themselves, and those that they may not. */
  egress: { allow: string[]; deny: string[] };
  /** What is fetched each minute while alerts are well; null: nothing. */
  deadManUrl: URL | null;
  /** The address that people open, its path with a slash at the end; null where nobody has said. */
  publicUrl: URL | null;
  /** Further names that the server is called by. */
  allowedHosts: string[];
  trustProxy: TrustProxy;
  corsOrigins: string[];
  logLevel: LogLevel;
  presetsDir: string | null;
  localAgent: boolean;
  enableDocs: boolean;
  requireNodeToken: boolean;
  metricsToken: string | null;
  admin: { email: string; password: string } | null;
  /** An agent that is silent for longer has lost the executions it carries. */
  leaseSeconds: number;
  /** Bytes of each output stream that are kept. */
  outputKeptBytes: number;
  /** Time between the end of readiness and that of the listening, in which proxies are to notice. */
  shutdownDelaySeconds: number;
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
type LogLevel = (typeof logLevels)[number];

/** Some variables can't be used. The message names each and never shows a value, which may be a secret. */
export class InvalidEnvironmentError extends FinalStartError {
  constructor(readonly faults: string[]) {
    super(`The environment is not usable:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
  }
}

type Environment = Record<string, string | undefined>;

const modes = ['development', 'test', 'production'] as const;

/** Reads the whole environment and reports every fault at once. */
export function readEnvironment(env: Environment): Config {
  const faults = unknownSettings(env);
  const bad = new Set<string>();
  // Only names of the list that mistyped ones are held against can be read.
  const read = <T>(
    name: ServerSetting | 'NODE_ENV',
    fallback: T,
    parse: (text: string) => T | undefined,
    expected: string,
  ): T => {
    const text = env[name];
    if (!text?.trim()) return fallback;
    // A password may begin or end with a space; nothing else may.
    const value = parse(name.endsWith('_PASSWORD') ? text : text.trim());
    if (value !== undefined) return value;
    faults.push(`${name} must be ${expected}`);
    bad.add(name);
    return fallback;
  };

  const production = read('NODE_ENV', null, oneOf(modes), `empty or one of ${modes.join(', ')}`) === 'production';
  const email = read('HYPRBOX_ADMIN_EMAIL', null, emailAddress, 'an e-mail address');
  const password = read('HYPRBOX_ADMIN_PASSWORD', null, newPassword, passwordRule);
  if (
    (email === null) !== (password === null) &&
    !bad.has('HYPRBOX_ADMIN_EMAIL') &&
    !bad.has('HYPRBOX_ADMIN_PASSWORD')
  ) {
    faults.push('HYPRBOX_ADMIN_EMAIL and HYPRBOX_ADMIN_PASSWORD must be set together');
  }
  const config: Config = {
    production,
    host: read('HYPRBOX_HOST', '127.0.0.1', (text) => text, 'a host name or address'),
    port: read('HYPRBOX_PORT', 4000, integer(0, 65535), 'a port number'),
    databaseUrl: read('HYPRBOX_DATABASE_URL', null, postgresUrl, 'a postgresql:// URL'),
    migrationDatabaseUrl: read('HYPRBOX_MIGRATION_DATABASE_URL', null, postgresUrl, 'a postgresql:// URL'),
    dataDir: resolve(read('HYPRBOX_DATA_DIR', '.hyprbox', (text) => text, 'a directory')),
    jwtSecret: read(
      'HYPRBOX_JWT_SECRET',
      null,
      secret(32),
      'at least 32 characters that nobody guesses, such as `openssl rand -base64 48` prints: none from a sample, few repeated',
    ),
    secretsKeys: read(
      'HYPRBOX_SECRETS_KEY',
      null,
      sealingKeys,
      'a key as `openssl rand -base64 32` prints it, or several, separated by commas: the one in use first',
    ),
    egress: {
      allow: read('HYPRBOX_EGRESS_ALLOW', [], networks, 'a list of addresses and networks such as 127.0.0.0/8'),
      deny: read('HYPRBOX_EGRESS_DENY', [], networks, 'a list of addresses and networks such as 10.0.0.0/8, fd00::/8'),
    },
    deadManUrl: read('HYPRBOX_DEADMAN_URL', null, webUrl, 'an address that begins with https:// or http://'),
    publicUrl: read(
      'HYPRBOX_PUBLIC_URL',
      null,
      publicUrl,
      'the address that people open, such as https://hyprbox.example.com or https://example.com/hyprbox/, without a query',
    ),
    allowedHosts: read('HYPRBOX_ALLOWED_HOSTS', [], hostNames, 'a list of host names such as hyprbox.internal'),
    trustProxy: read(
      'HYPRBOX_TRUST_PROXY',
      false,
      proxies,
      'false, or a list of addresses and networks such as 127.0.0.1, 10.0.0.0/8',
    ),
    corsOrigins: read('HYPRBOX_CORS_ORIGINS', [], origins, 'a list of origins such as https://ops.example.com'),
    logLevel: read('HYPRBOX_LOG_LEVEL', 'info', oneOf(logLevels), `one of ${logLevels.join(', ')}`),
    presetsDir: read('HYPRBOX_PRESETS_DIR', null, (text) => resolve(text), 'a directory'),
    localAgent: read('HYPRBOX_LOCAL_AGENT', !production, boolean, 'true or false'),
    enableDocs: read('HYPRBOX_ENABLE_DOCS', !production, boolean, 'true or false'),
    requireNodeToken: read('HYPRBOX_REQUIRE_NODE_TOKEN', true, boolean, 'true or false'),
    metricsToken: read(
      'HYPRBOX_METRICS_TOKEN',
      null,
      secret(16),
      'at least 16 characters that nobody guesses: none from a sample, few repeated',
    ),
    admin: email !== null && password !== null ? { email, password } : null,
    leaseSeconds: read('HYPRBOX_LEASE_SECONDS', 60, integer(1, 3600), 'a number of seconds from 1 to 3600'),
    shutdownDelaySeconds: read(
      'HYPRBOX_SHUTDOWN_DELAY_SECONDS',
      production ? 5 : 0,
      integer(0, 300),
      'a number of seconds from 0 to 300',
    ),
    outputKeptBytes: read(
      'HYPRBOX_OUTPUT_KEEP_BYTES',
      limits.outputKeptBytes,
      integer(limits.outputShownBytes, 1024 ** 3),
      `a number of bytes from ${limits.outputShownBytes} to ${1024 ** 3}`,
    ),
  };
  if (production && config.trustProxy === true) {
    faults.push(
      'HYPRBOX_TRUST_PROXY cannot be true in production, where anyone could name any address: write the addresses or networks of your proxies, such as 127.0.0.1, 10.0.0.0/8',
    );
  }
  if (production && !config.requireNodeToken) {
    faults.push('HYPRBOX_REQUIRE_NODE_TOKEN cannot be false in production');
  }
  if (config.migrationDatabaseUrl && !config.databaseUrl && !bad.has('HYPRBOX_DATABASE_URL')) {
    faults.push('HYPRBOX_MIGRATION_DATABASE_URL needs HYPRBOX_DATABASE_URL, for the server itself');
  }
  if (production && config.databaseUrl && !config.jwtSecret && !bad.has('HYPRBOX_JWT_SECRET')) {
    faults.push('HYPRBOX_JWT_SECRET is required in production with an external database');
  }
  if (faults.length > 0) throw new InvalidEnvironmentError(faults);
  return config;
}

export const passwordRule = `${limits.passwordMinLength} to ${limits.passwordBytes} bytes long`;

/** bcrypt stops reading at 72 bytes, so what is longer is refused rather than cut. */
export function newPassword(text: string): string | undefined {
  const bytes = Math.max(Buffer.byteLength(text), Buffer.byteLength(text.normalize('NFKC')));
  return text.length >= limits.passwordMinLength && bytes <= limits.passwordBytes && !text.includes('\0')
    ? text
    : undefined;
}

function emailAddress(text: string): string | undefined {
  return /^[^\s@]+@[^\s@]+$/.test(text) && text.length <= 254 ? normalizedEmail(text) : undefined;
}

function boolean(text: string): boolean | undefined {
  if (text === 'true') return true;
  return text === 'false' ? false : undefined;
}

const integer = (min: number, max: number) => (text: string) => {
  const value = Number(text);
  return /^\d+$/.test(text) && value >= min && value <= max ? value : undefined;
};

const secret = (length: number) => (text: string) => (text.length >= length && !isWeakSecret(text) ? text : undefined);

const oneOf =
  <T extends string>(options: readonly T[]) =>
  (text: string): T | undefined =>
    options.find((option) => option === text);

function postgresUrl(text: string): string | undefined {
  return /^postgres(ql)?:\/\/\S+$/.test(text) && URL.canParse(text) ? text : undefined;
}

/** Paths that are taken already: what lies below them could not be told from our own. */
const ownPaths = /^\/(api|login|dashboard|healthz|readyz|metrics)\//;

function publicUrl(text: string): URL | undefined {
  if (!/^https?:\/\/[^@?#\\]+$/i.test(text) || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return /^\/([\w.~-]+\/)*$/.test(url.pathname) && !ownPaths.test(url.pathname) ? url : undefined;
}

function hostNames(text: string): string[] | undefined {
  const list = text.split(',').map((item) => item.trim().toLowerCase());
  return list.every((item) => /^[a-z0-9._-]+$/.test(item)) ? list : undefined;
}

function webUrl(text: string): URL | undefined {
  return /^https?:\/\/[^\s@/]+(\/\S*)?$/i.test(text) && URL.canParse(text) ? new URL(text) : undefined;
}

/** AES-256 takes 32 bytes. */
function sealingKeys(text: string): Buffer[] | undefined {
  const list = text.split(',').map((item) => item.trim());
  return list.every((item) => /^[A-Za-z0-9+/]{43}=$/.test(item))
    ? list.map((item) => Buffer.from(item, 'base64'))
    : undefined;
}

function networks(text: string): string[] | undefined {
  const list = text.split(',').map((item) => item.trim());
  return list.every(isNetwork) ? list : undefined;
}

function proxies(text: string): TrustProxy | undefined {
  const flag = boolean(text);
  if (flag !== undefined) return flag;
  return networks(text);
}

function origins(text: string): string[] | undefined {
  const list = text.split(',').map((item) => item.trim());
  return list.every((item) => URL.canParse(item) && new URL(item).origin === item) ? list : undefined;
}
