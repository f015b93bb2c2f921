import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { isPlainHttp, proxyFor, ProxySettingError } from '@hyprbox/api-client';
import { jobPathOf, nodeIdPattern, nodeTokenPattern, unknownSettings } from '@hyprbox/contracts';
import { parseDurationSeconds } from './duration.js';
import { enrolmentFile } from './enrolment.js';
import { describe } from './log.js';

export const defaultIntervalSeconds = 15;
export const longestIntervalSeconds = 3600;
export const defaultConcurrency = 4;
export const highestConcurrency = 64;
export const defaultDrainSeconds = 30;
export const longestDrainSeconds = 3600;
export const longestKeepJobsSeconds = 86_400;

export interface Config {
  apiUrl: URL;
  /** What calls to the server go through. */
  proxy: string | null;
  token: string;
  /** Read again when the server refuses the token, so that a new one needs no restart. */
  tokenFile: string | null;
  nodeId: string;
  region: string | null;
  intervalSeconds: number;
  concurrency: number;
  stateDirectory: string;
  /** A further directory that no secret is read from: the server's own data, on its host. */
  closedDirectory: string | null;
  /** How long running jobs may go on when the agent is asked to stop. */
  drainSeconds: number;
  /** How long jobs may then go on without an agent; 0: they are ended. */
  keepJobsSeconds: number;
  /** Each execution gets a control group below the agent's own, which is then the agent's to divide. */
  jobCgroups: boolean;
  jobPath: string;
}

/** Every fault of the configuration at once; no message holds a secret's value. */
export class ConfigError extends Error {
  constructor(readonly faults: readonly string[]) {
    super(faults.join('; '));
  }
}

export interface Host {
  hostname: string;
  isRoot: boolean;
  /** The node that a state directory belongs to since its agent was enrolled, or null. */
  enrolledAs: (stateDirectory: string) => string | null;
}

export function loadConfig(env: NodeJS.ProcessEnv, host: Host): Config {
  const faults = unknownSettings(env);
  const attempt = <T, I>(name: string, read: () => T, instead: I): T | I => {
    try {
      return read();
    } catch (error) {
      faults.push(`${name} ${describe(error)}`);
      return instead;
    }
  };
  const tokenFile = present(env.HYPRBOX_NODE_TOKEN_FILE);
  const stateDirectory = attempt('HYPRBOX_STATE_DIR', () => readStateDirectory(env, host), '');
  const apiUrl = attempt('HYPRBOX_API_URL', () => readApiUrl(env), null);
  const config: Config = {
    apiUrl: apiUrl ?? new URL('http://invalid'),
    proxy: apiUrl === null ? null : readProxy(apiUrl, env, faults),
    token: attempt(
      tokenFile === null ? 'HYPRBOX_NODE_TOKEN' : 'HYPRBOX_NODE_TOKEN_FILE',
      () => (tokenFile === null ? checkToken(env.HYPRBOX_NODE_TOKEN) : onlyTokenFile(tokenFile, env)),
      '',
    ),
    tokenFile,
    nodeId: attempt('HYPRBOX_NODE_ID', () => readNodeId(env.HYPRBOX_NODE_ID, stateDirectory, host), ''),
    region: present(env.HYPRBOX_REGION),
    closedDirectory: present(env.HYPRBOX_CLOSED_DIR),
    intervalSeconds: attempt('HYPRBOX_INTERVAL', () => readInterval(env.HYPRBOX_INTERVAL), defaultIntervalSeconds),
    concurrency: attempt('HYPRBOX_CONCURRENCY', () => readConcurrency(env.HYPRBOX_CONCURRENCY), defaultConcurrency),
    stateDirectory,
    drainSeconds: attempt(
      'HYPRBOX_DRAIN_SECONDS',
      () => readSeconds(env.HYPRBOX_DRAIN_SECONDS, longestDrainSeconds) ?? defaultDrainSeconds,
      defaultDrainSeconds,
    ),
    keepJobsSeconds: attempt(
      'HYPRBOX_KEEP_JOBS_SECONDS',
      () => readSeconds(env.HYPRBOX_KEEP_JOBS_SECONDS, longestKeepJobsSeconds) ?? 0,
      0,
    ),
    jobCgroups: attempt('HYPRBOX_JOB_CGROUPS', () => readSwitch(env.HYPRBOX_JOB_CGROUPS), false),
    jobPath: attempt('HYPRBOX_JOB_PATH', () => jobPathOf(env.HYPRBOX_JOB_PATH), ''),
  };
  if (faults.length > 0) throw new ConfigError(faults);
  return config;
}

function present(value: string | undefined): string | null {
  const trimmed = value?.trim() ?? '';
  return trimmed === '' ? null : trimmed;
}

function readSwitch(value: string | undefined): boolean {
  const text = present(value);
  if (text !== null && text !== 'true' && text !== 'false') throw new Error('must be true or false');
  return text === 'true';
}

/** Null when it is not set. */
function readSeconds(value: string | undefined, longest: number): number | null {
  const text = present(value);
  if (text === null) return null;
  const seconds = /^[0-9]{1,6}$/.test(text) ? Number(text) : Number.POSITIVE_INFINITY;
  if (seconds > longest) throw new Error(`must be a number of seconds from 0 to ${longest}`);
  return seconds;
}

function readApiUrl(env: NodeJS.ProcessEnv): URL {
  const text = present(env.HYPRBOX_API_URL);
  if (text === null)
    throw new Error('is missing: set it to the address of the server, such as https://hyprbox.example');
  if (!URL.canParse(text)) throw new Error('is not an address such as https://hyprbox.example');
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new Error('must begin with http:// or https://');
  if (isPlainHttp(url) && env.HYPRBOX_ALLOW_PLAIN_HTTP !== 'true') {
    throw new Error(
      'is not https: the node token, scripts and output could be read and changed on their way. ' +
        'Use https, or set HYPRBOX_ALLOW_PLAIN_HTTP=true for a network that you trust',
    );
  }
  if (url.username !== '' || url.password !== '') throw new Error('must not hold a user name or a password');
  if (url.search !== '' || url.hash !== '') throw new Error('must not hold a query or a fragment');
  url.pathname = url.pathname.replace(/\/+$/, '');
  if (url.pathname.endsWith('/api')) throw new Error('must be given without /api');
  return url;
}

function readProxy(apiUrl: URL, env: NodeJS.ProcessEnv, faults: string[]): string | null {
  try {
    return proxyFor(apiUrl, env);
  } catch (error) {
    if (!(error instanceof ProxySettingError)) throw error;
    faults.push(error.message);
    return null;
  }
}

export function checkToken(value: string | undefined): string {
  const token = present(value);
  if (token === null) throw new Error('is missing: create a node token in the console (Settings, Node tokens)');
  if (!nodeTokenPattern.test(token)) throw new Error('is not a node token: one looks like hbnt_ and 51 characters');
  return token;
}

function onlyTokenFile(path: string, env: NodeJS.ProcessEnv): string {
  if (present(env.HYPRBOX_NODE_TOKEN) !== null) throw new Error('and HYPRBOX_NODE_TOKEN are both set: keep one');
  return readTokenFile(path);
}

export function readTokenFile(path: string): string {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new Error(`names a file that cannot be read: ${describe(error)}`, { cause: error });
  }
  return checkToken(text);
}

/** Once enrolled, a host keeps its node's id, whatever it is called later. */
function readNodeId(value: string | undefined, stateDirectory: string, host: Host): string {
  const given = present(value);
  const enrolled = stateDirectory === '' ? null : host.enrolledAs(stateDirectory);
  if (given === null) return enrolled ?? nodeIdFromHostname(host.hostname);
  if (!nodeIdPattern.test(given)) throw new Error(`must match ${nodeIdPattern.source}`);
  if (enrolled !== null && enrolled !== given) {
    throw new Error(
      `is ${given}, but this host is enrolled as ${enrolled}: take the setting away to go on as ${enrolled}, or delete ` +
        `${enrolmentFile(stateDirectory)} to enrol as ${given} with a token for that node`,
    );
  }
  return given;
}

/** The host's name made to fit: lower case, anything else replaced by a hyphen. */
export function nodeIdFromHostname(hostname: string): string {
  const fitted = hostname
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z0-9]+/, '')
    .slice(0, 128);
  if (fitted === '') throw new Error('is not set, and the host has no name to take it from');
  return fitted;
}

function readInterval(value: string | undefined): number {
  const text = present(value);
  if (text === null) return defaultIntervalSeconds;
  const seconds = parseDurationSeconds(text);
  if (seconds === null) throw new Error('must be a number and a unit, such as 10s or 5m');
  if (seconds > longestIntervalSeconds) throw new Error('must be one hour at most');
  return seconds;
}

function readConcurrency(value: string | undefined): number {
  const text = present(value);
  if (text === null) return defaultConcurrency;
  const count = /^[0-9]{1,3}$/.test(text) ? Number(text) : 0;
  if (count < 1 || count > highestConcurrency) throw new Error(`must be a number from 1 to ${highestConcurrency}`);
  return count;
}

/** Throws, as a user without an entry in passwd and without HOME has none. */
function home(): string {
  try {
    return homedir();
  } catch {
    throw new Error('must be set: the user of this process has no home directory');
  }
}

function readStateDirectory(env: NodeJS.ProcessEnv, host: Host): string {
  const given = present(env.HYPRBOX_STATE_DIR);
  if (given === null && host.isRoot) return '/var/lib/hyprnode';
  const directory = given ?? join(present(env.XDG_STATE_HOME) ?? join(home(), '.local/state'), 'hyprnode');
  if (!isAbsolute(directory)) throw new Error('must be an absolute path');
  return directory;
}
