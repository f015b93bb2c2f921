import { ActivityApi } from './activity.js';
import { AuditApi } from './audit.js';
import { AuthApi } from './auth.js';
import { BackupsApi } from './backups.js';
import { Http } from './http.js';
import { JobsApi } from './jobs.js';
import { NodesApi } from './nodes.js';
import { PresetsApi } from './presets.js';
import { defaultRetryPolicy, realTiming } from './retry.js';
import type { RetryPolicy, Timing } from './retry.js';
import { SettingsApi } from './settings.js';
import { StreamsApi } from './streams.js';
import { TokensApi } from './tokens.js';
import { UsersApi } from './users.js';

export interface ClientOptions {
  /** Where the server is, such as `http://127.0.0.1:4000`; without `/api`. */
  baseUrl: string;
  /** A user's session token, or a node's. */
  token?: string | undefined;
  fetch?: typeof fetch;
  retry?: Partial<RetryPolicy>;
  timing?: Partial<Timing>;
  userAgent?: string;
  answerTimeoutMs?: number;
  /** Ends every call of this client, with its reason. */
  signal?: AbortSignal | undefined;
}

export interface Client {
  readonly baseUrl: string;
  readonly auth: AuthApi;
  readonly nodes: NodesApi;
  readonly tokens: TokensApi;
  readonly presets: PresetsApi;
  readonly jobs: JobsApi;
  readonly backups: BackupsApi;
  readonly activity: ActivityApi;
  readonly audit: AuditApi;
  readonly users: UsersApi;
  readonly settings: SettingsApi;
  readonly streams: StreamsApi;
}

/** Longer than the longest answer the server holds back. */
const answerTimeoutMsDefault = 60_000;

/** A typed client of one server. Opens no connection by itself; throws TypeError for an address that is none. */
export function createClient(options: ClientOptions): Client {
  const http = new Http({
    baseUrl: normalizeBaseUrl(options.baseUrl),
    token: options.token,
    fetch: options.fetch ?? fetch,
    retry: { ...defaultRetryPolicy, ...options.retry },
    timing: { ...realTiming, ...options.timing },
    userAgent: options.userAgent ?? 'hyprbox-client',
    answerTimeoutMs: options.answerTimeoutMs ?? answerTimeoutMsDefault,
    signal: options.signal,
  });
  return {
    baseUrl: http.baseUrl,
    auth: new AuthApi(http),
    nodes: new NodesApi(http),
    tokens: new TokensApi(http),
    presets: new PresetsApi(http),
    jobs: new JobsApi(http),
    backups: new BackupsApi(http),
    activity: new ActivityApi(http),
    audit: new AuditApi(http),
    users: new UsersApi(http),
    settings: new SettingsApi(http),
    streams: new StreamsApi(http),
  };
}

/** One spelling for one server: no query, no credentials, no slash at the end. */
export function normalizeBaseUrl(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new TypeError(`"${address}" is not an address; write it as https://host or http://host:4000`);
  }
  if (url.username !== '' || url.password !== '') throw new TypeError('An address must not hold credentials');
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}
