import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { nodeIdPattern, nodeTokenPattern } from '@hyprbox/contracts';
import { parseDurationSeconds } from './duration.js';
import { describe } from './log.js';

export const defaultIntervalSeconds = 15;
export const longestIntervalSeconds = 3600;
export const defaultConcurrency = 4;
export const highestConcurrency = 64;

export interface Config {
  apiUrl: URL;
  token: string;
  /** Read again when the server refuses the token, so that a new one needs no restart. */
  tokenFile: string | null;
  nodeId: string;
  hostname: string;
  region: string | null;
  intervalSeconds: number;
  concurrency: number;
  stateDirectory: string;
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
}

export function loadConfig(env: NodeJS.ProcessEnv, host: Host): Config {
  const faults: string[] = [];
  const attempt = <T>(name: string, read: () => T, instead: T): T => {
    try {
      return read();
    } catch (error) {
      faults.push(`${name} ${describe(error)}`);
      return instead;
    }
  };
  const tokenFile = present(env.HYPRBOX_NODE_TOKEN_FILE);
  const config: Config = {
    apiUrl: attempt('HYPRBOX_API_URL', () => readApiUrl(env.HYPRBOX_API_URL), new URL('http://invalid')),
    token: attempt(
      tokenFile === null ? 'HYPRBOX_NODE_TOKEN' : 'HYPRBOX_NODE_TOKEN_FILE',
      () => (tokenFile === null ? checkToken(env.HYPRBOX_NODE_TOKEN) : onlyTokenFile(tokenFile, env)),
      '',
    ),
    tokenFile,
    nodeId: attempt('HYPRBOX_NODE_ID', () => readNodeId(env.HYPRBOX_NODE_ID, host.hostname), ''),
    hostname: host.hostname,
    region: present(env.HYPRBOX_REGION),
    intervalSeconds: attempt('HYPRBOX_INTERVAL', () => readInterval(env.HYPRBOX_INTERVAL), defaultIntervalSeconds),
    concurrency: attempt('HYPRBOX_CONCURRENCY', () => readConcurrency(env.HYPRBOX_CONCURRENCY), defaultConcurrency),
    stateDirectory: attempt('HYPRBOX_STATE_DIR', () => readStateDirectory(env, host), ''),
  };
  if (faults.length > 0) throw new ConfigError(faults);
  return config;
}

function present(value: string | undefined): string | null {
  const trimmed = value?.trim() ?? '';
  return trimmed === '' ? null : trimmed;
}

function readApiUrl(value: string | undefined): URL {
  const text = present(value);
  if (text === null)
    throw new Error('is missing: set it to the address of the server, such as https://hyprbox.example');
  if (!URL.canParse(text)) throw new Error('is not an address such as https://hyprbox.example');
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new Error('must begin with http:// or https://');
  if (url.username !== '' || url.password !== '') throw new Error('must not hold a user name or a password');
  if (url.search !== '' || url.hash !== '') throw new Error('must not hold a query or a fragment');
  url.pathname = url.pathname.replace(/\/+$/, '');
  if (url.pathname.endsWith('/api')) throw new Error('must be given without /api');
  return url;
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

function readNodeId(value: string | undefined, hostname: string): string {
  const given = present(value);
  if (given === null) return nodeIdFromHostname(hostname);
  if (!nodeIdPattern.test(given)) throw new Error(`must match ${nodeIdPattern.source}`);
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

function readStateDirectory(env: NodeJS.ProcessEnv, host: Host): string {
  const given = present(env.HYPRBOX_STATE_DIR);
  if (given === null && host.isRoot) return '/var/lib/hyprnode';
  const directory = given ?? join(present(env.XDG_STATE_HOME) ?? join(homedir(), '.local/state'), 'hyprnode');
  if (!isAbsolute(directory)) throw new Error('must be an absolute path');
  return directory;
}
