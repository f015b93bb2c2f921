import {
  activityEndpoints,
  alertsEndpoints,
  approvalsEndpoints,
  auditEndpoints,
  authEndpoints,
  beatsEndpoints,
  nodesEndpoints,
  presetSourcesEndpoints,
  presetsEndpoints,
  schedulesEndpoints,
  selectorsEndpoints,
  settingsEndpoints,
  tokensEndpoints,
  usersEndpoints,
} from '@hyprbox/contracts';
import { backupsApi } from './backups.js';
import type { BackupsApi } from './backups.js';
import { callsOf } from './calls.js';
import type { Calls } from './calls.js';
import { Http } from './http.js';
import { jobsApi } from './jobs.js';
import type { JobsApi } from './jobs.js';
import { defaultRetryPolicy, realTiming } from './retry.js';
import type { RetryPolicy, Timing } from './retry.js';
import { rolloutsApi } from './rollouts.js';
import type { RolloutsApi } from './rollouts.js';
import { StreamsApi } from './streams.js';

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
  readonly auth: Calls<typeof authEndpoints>;
  readonly nodes: Calls<typeof nodesEndpoints>;
  readonly tokens: Calls<typeof tokensEndpoints>;
  readonly presets: Calls<typeof presetsEndpoints>;
  readonly presetSources: Calls<typeof presetSourcesEndpoints>;
  readonly jobs: JobsApi;
  readonly backups: BackupsApi;
  readonly alerts: Calls<typeof alertsEndpoints>;
  readonly beats: Calls<typeof beatsEndpoints>;
  readonly rollouts: RolloutsApi;
  readonly schedules: Calls<typeof schedulesEndpoints>;
  readonly selectors: Calls<typeof selectorsEndpoints>;
  readonly approvals: Calls<typeof approvalsEndpoints>;
  readonly activity: Calls<typeof activityEndpoints>;
  readonly audit: Calls<typeof auditEndpoints>;
  readonly users: Calls<typeof usersEndpoints>;
  readonly settings: Calls<typeof settingsEndpoints>;
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
    auth: callsOf(http, authEndpoints),
    nodes: callsOf(http, nodesEndpoints),
    tokens: callsOf(http, tokensEndpoints),
    presets: callsOf(http, presetsEndpoints),
    presetSources: callsOf(http, presetSourcesEndpoints),
    jobs: jobsApi(http),
    backups: backupsApi(http),
    alerts: callsOf(http, alertsEndpoints),
    beats: callsOf(http, beatsEndpoints),
    rollouts: rolloutsApi(http),
    schedules: callsOf(http, schedulesEndpoints),
    selectors: callsOf(http, selectorsEndpoints),
    approvals: callsOf(http, approvalsEndpoints),
    activity: callsOf(http, activityEndpoints),
    audit: callsOf(http, auditEndpoints),
    users: callsOf(http, usersEndpoints),
    settings: callsOf(http, settingsEndpoints),
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
