import { describe, expect, it } from 'vitest';
import { ConfigError, loadConfig, nodeIdFromHostname } from './config.js';

const token = `hbnt_abcdefgh${'x'.repeat(43)}`;
const complete = { HYPRBOX_API_URL: 'https://hyprbox.example/', HYPRBOX_NODE_TOKEN: token };
const host = { hostname: 'Web_1.Example', isRoot: true, enrolledAs: () => null };

function faultsOf(env: NodeJS.ProcessEnv): readonly string[] {
  try {
    loadConfig(env, host);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
}

describe('loadConfig', () => {
  it('needs the address and the token only', () => {
    expect(loadConfig(complete, host)).toMatchObject({
      nodeId: 'web_1.example',
      intervalSeconds: 15,
      concurrency: 4,
      stateDirectory: '/var/lib/hyprnode',
      token,
    });
  });

  it.each([
    ['10s', 10],
    ['5m', 300],
    ['1h', 3600],
  ])('reads the interval %s as %d seconds', (text, seconds) => {
    expect(loadConfig({ ...complete, HYPRBOX_INTERVAL: text }, host).intervalSeconds).toBe(seconds);
  });

  it.each([
    ['HYPRBOX_API_URL', 'hyprbox.example'],
    ['HYPRBOX_API_URL', 'https://user:pass@hyprbox.example'],
    ['HYPRBOX_API_URL', 'https://hyprbox.example/api'],
    ['HYPRBOX_NODE_TOKEN', 'hbnt_short'],
    ['HYPRBOX_NODE_ID', 'Web 1'],
    ['HYPRBOX_INTERVAL', '10'],
    ['HYPRBOX_INTERVAL', '0s'],
    ['HYPRBOX_INTERVAL', '2h'],
    ['HYPRBOX_CONCURRENCY', '0'],
    ['HYPRBOX_CONCURRENCY', '65'],
    ['HYPRBOX_DRAIN_SECONDS', '3601'],
    ['HYPRBOX_KEEP_JOBS_SECONDS', '86401'],
    ['HYPRBOX_KEEP_JOBS_SECONDS', '10m'],
    ['HYPRBOX_JOB_CGROUPS', 'yes'],
    ['HYPRBOX_STATE_DIR', 'relative'],
    ['HYPRBOX_NODE_TOKEN_FILE', '/also/a/file'],
  ])('names %s when it is %s, without the value of a secret', (name, value) => {
    const faults = faultsOf({ ...complete, [name]: value });
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(name);
    expect(faults[0]).not.toContain('hbnt_short');
  });

  it('keeps no jobs and makes no control groups unless it is told to', () => {
    expect(loadConfig(complete, host)).toMatchObject({ keepJobsSeconds: 0, jobCgroups: false });
    const told = { ...complete, HYPRBOX_KEEP_JOBS_SECONDS: '600', HYPRBOX_JOB_CGROUPS: 'true' };
    expect(loadConfig(told, host)).toMatchObject({ keepJobsSeconds: 600, jobCgroups: true });
  });

  it('names everything that is missing at once', () => {
    expect(faultsOf({})).toHaveLength(2);
  });

  it('keeps its state under the home directory when it is not root', () => {
    const config = loadConfig({ ...complete, XDG_STATE_HOME: '/home/ops/.state' }, { ...host, isRoot: false });
    expect(config.stateDirectory).toBe('/home/ops/.state/hyprnode');
  });
});

it.each([
  ['WEB-1', 'web-1'],
  ['-ünusual host', 'nusual-host'],
  ['a'.repeat(200), 'a'.repeat(128)],
])('makes a node id of the host name %s', (hostname, nodeId) => {
  expect(nodeIdFromHostname(hostname)).toBe(nodeId);
});
