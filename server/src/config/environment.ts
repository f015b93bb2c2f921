import { resolve } from 'node:path';
import { limits } from '@hyprbox/contracts';

/** The server's configuration, read from the environment once at boot. */
export interface Config {
  production: boolean;
  host: string;
  port: number;
  /** Null: PostgreSQL is embedded and lives in the data directory. */
  databaseUrl: string | null;
  dataDir: string;
  /** Null: made once and kept in the data directory. */
  jwtSecret: string | null;
  trustProxy: boolean | string[];
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
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
type LogLevel = (typeof logLevels)[number];

/** Some variables can't be used. The message names each and never shows a value, which may be a secret. */
export class InvalidEnvironmentError extends Error {
  constructor(readonly faults: string[]) {
    super(`The environment is not usable:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
  }
}

type Environment = Record<string, string | undefined>;

/** Reads the whole environment and reports every fault at once. */
export function readEnvironment(env: Environment): Config {
  const faults: string[] = [];
  const bad = new Set<string>();
  const read = <T>(name: string, fallback: T, parse: (text: string) => T | undefined, expected: string): T => {
    const text = env[name];
    if (!text?.trim()) return fallback;
    // A password may begin or end with a space; nothing else may.
    const value = parse(name.endsWith('_PASSWORD') ? text : text.trim());
    if (value !== undefined) return value;
    faults.push(`${name} must be ${expected}`);
    bad.add(name);
    return fallback;
  };

  const production = env['NODE_ENV'] === 'production';
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
    dataDir: resolve(read('HYPRBOX_DATA_DIR', '.hyprbox', (text) => text, 'a directory')),
    jwtSecret: read('HYPRBOX_JWT_SECRET', null, atLeast(32), 'at least 32 characters'),
    trustProxy: read('HYPRBOX_TRUST_PROXY', false, proxies, 'true, false, or a list of addresses and networks'),
    corsOrigins: read('HYPRBOX_CORS_ORIGINS', [], origins, 'a list of origins such as https://ops.example.com'),
    logLevel: read('HYPRBOX_LOG_LEVEL', 'info', oneOf(logLevels), `one of ${logLevels.join(', ')}`),
    presetsDir: read('HYPRBOX_PRESETS_DIR', null, (text) => resolve(text), 'a directory'),
    localAgent: read('HYPRBOX_LOCAL_AGENT', !production, boolean, 'true or false'),
    enableDocs: read('HYPRBOX_ENABLE_DOCS', !production, boolean, 'true or false'),
    requireNodeToken: read('HYPRBOX_REQUIRE_NODE_TOKEN', true, boolean, 'true or false'),
    metricsToken: read('HYPRBOX_METRICS_TOKEN', null, atLeast(16), 'at least 16 characters'),
    admin: email !== null && password !== null ? { email, password } : null,
    leaseSeconds: read('HYPRBOX_LEASE_SECONDS', 60, integer(1, 3600), 'a number of seconds from 1 to 3600'),
    outputKeptBytes: read(
      'HYPRBOX_OUTPUT_KEEP_BYTES',
      limits.outputKeptBytes,
      integer(limits.outputShownBytes, 1024 ** 3),
      `a number of bytes from ${limits.outputShownBytes} to ${1024 ** 3}`,
    ),
  };
  if (production && !config.requireNodeToken) {
    faults.push('HYPRBOX_REQUIRE_NODE_TOKEN cannot be false in production');
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
  const bytes = Buffer.byteLength(text);
  return text.length >= limits.passwordMinLength && bytes <= limits.passwordBytes && !text.includes('\0')
    ? text
    : undefined;
}

function emailAddress(text: string): string | undefined {
  return /^[^\s@]+@[^\s@]+$/.test(text) && text.length <= 254 ? text.toLowerCase() : undefined;
}

function boolean(text: string): boolean | undefined {
  if (text === 'true') return true;
  return text === 'false' ? false : undefined;
}

const integer = (min: number, max: number) => (text: string) => {
  const value = Number(text);
  return /^\d+$/.test(text) && value >= min && value <= max ? value : undefined;
};

const atLeast = (length: number) => (text: string) => (text.length >= length ? text : undefined);

const oneOf =
  <T extends string>(options: readonly T[]) =>
  (text: string): T | undefined =>
    options.find((option) => option === text);

function postgresUrl(text: string): string | undefined {
  return /^postgres(ql)?:\/\/\S+$/.test(text) && URL.canParse(text) ? text : undefined;
}

function proxies(text: string): boolean | string[] | undefined {
  const flag = boolean(text);
  if (flag !== undefined) return flag;
  const list = text.split(',').map((item) => item.trim());
  return list.every((item) => /^[0-9a-f.:]+(\/\d{1,3})?$/i.test(item)) ? list : undefined;
}

function origins(text: string): string[] | undefined {
  const list = text.split(',').map((item) => item.trim());
  return list.every((item) => URL.canParse(item) && new URL(item).origin === item) ? list : undefined;
}
