import { policyDefaults } from '@hyprbox/contracts';
import { describe, expect, it } from 'vitest';
import { InvalidInputError } from '../../common/domain-error.js';
import { readChanges, readPolicy, readSchedule } from './policy-fields.js';

const asked = {
  name: 'System files',
  nodeId: 'web-1',
  repository: '/srv/backups',
  passwordRef: 'env:RESTIC_PASSWORD',
  paths: ['/etc'],
  schedule: '0 3 * * *',
};
const cron = 'must be five cron fields, such as "0 3 * * *"';
const spacedCron = 'must be five cron fields with one space between them, such as "0 3 * * *"';
const secret = 'must be env:NAME (not HYPRBOX_*) or file:/absolute/path, both on the node';
const place =
  'must be an absolute path, sftp:user@host:/path, rest:https://host/path, s3:host/bucket or rclone:remote:path';
const noField = 'There is no such field.';
const entries = (count: number): object => Object.fromEntries(Array.from({ length: count }, (_, i) => [`X${i}`, 1]));

function faultsOf(read: () => unknown): Record<string, string> {
  try {
    read();
    return {};
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    return Object.fromEntries(error.faults.map(({ pointer, detail }) => [pointer, detail]));
  }
}

describe('the fields of a policy', () => {
  it('take their defaults where they are left out of a whole policy, and stay out of a change', () => {
    expect(readPolicy(asked)).toEqual({ ...policyDefaults, ...asked });
    expect(readChanges({ enabled: false })).toEqual({ enabled: false });
    expect(readChanges(undefined)).toEqual({});
  });

  it('give a hook no values where none are said', () => {
    expect(readChanges({ preHook: { preset: 'a' }, postHook: null })).toEqual({
      preHook: { preset: 'a', variables: {} },
      postHook: null,
    });
    expect(readPolicy({ ...asked, drillVerify: { preset: 'a' } }).drillVerify).toEqual({ preset: 'a', variables: {} });
  });

  it('are required but for those with a default, and cover one thing', () => {
    const both = 'exactly one of nodeId and tag must say what the policy covers';
    expect(faultsOf(() => readPolicy({ name: 3 }))).toEqual({
      '/repository': 'is required',
      '/passwordRef': 'is required',
      '/paths': 'is required',
      '/schedule': 'is required',
      '/name': 'must be a text that is not empty',
      '/nodeId': both,
    });
    expect(faultsOf(() => readPolicy({ ...asked, tag: 'web' }))).toEqual({ '/tag': both });
  });

  it.each<[object, Record<string, string>]>([
    [{ name: '' }, { '/name': 'must be a text that is not empty' }],
    [{ name: 'x'.repeat(129) }, { '/name': 'must have at most 128 characters' }],
    [{ name: 'a\u202eb' }, { '/name': 'must not hold control characters' }],
    [{ nodeId: 'WEB' }, { '/nodeId': 'must be the id of a node' }],
    [{ tag: '' }, { '/tag': 'must be a text that is not empty' }],
    [{ repository: 3 }, { '/repository': 'must be a text' }],
    [{ repository: 'relative' }, { '/repository': place }],
    [{ repository: `/${'x'.repeat(4096)}` }, { '/repository': 'must have at most 4096 characters' }],
    [{ repository: '/srv\nx' }, { '/repository': 'must not hold control characters' }],
    [{ repository: 'rest:http://host:0/' }, { '/repository': 'must name a port from 1 to 65535' }],
    [{ repository: '/srv/../etc' }, { '/repository': 'must be a normalised path, without "..", "." or "//"' }],
    [{ passwordRef: 'secret' }, { '/passwordRef': secret }],
    [{ passwordRef: 'file:relative' }, { '/passwordRef': secret }],
    [{ passwordRef: 'file:/a/../b' }, { '/passwordRef': 'must be a normalised path, without "..", "." or "//"' }],
    [{ environment: [] }, { '/environment': 'must be an object' }],
    [{ environment: entries(33) }, { '/environment': 'must have at most 32 entries' }],
    [{ environment: { PATH: 3 } }, { '/environment/PATH': "is not a variable of restic's credentials" }],
    [{ environment: { HTTPS_PROXY: 3 } }, { '/environment/HTTPS_PROXY': secret }],
    [{ paths: '/etc' }, { '/paths': 'must be a list' }],
    [{ paths: [] }, { '/paths': 'must have 1 to 256 entries' }],
    [{ paths: Array(257).fill(3) }, { '/paths': 'must have 1 to 256 entries' }],
    [
      { paths: ['etc', '/a\tb', `/${'x'.repeat(4096)}`] },
      {
        '/paths/0': 'must be an absolute path',
        '/paths/1': 'must not hold control characters',
        '/paths/2': 'must have at most 4096 characters',
      },
    ],
    [{ excludes: Array(257).fill('x') }, { '/excludes': 'must have at most 256 entries' }],
    [{ excludes: ['-x'] }, { '/excludes/0': 'must not begin with a hyphen' }],
    [
      { tags: ['a,b', 'hyprbox:x', '-x', '-\n'] },
      {
        '/tags/0': 'must not hold a comma',
        '/tags/1': 'must not begin with hyprbox:, as our own tags do',
        '/tags/2': 'must not begin with a hyphen',
        '/tags/3': 'must not hold control characters',
      },
    ],
    [{ oneFileSystem: 1 }, { '/oneFileSystem': 'must be true or false' }],
    [{ schedule: null }, { '/schedule': cron }],
    [{ schedule: '@daily' }, { '/schedule': spacedCron }],
    [{ schedule: '0 0 31 2 *' }, { '/schedule': 'never comes' }],
    [{ checkSchedule: 3 }, { '/checkSchedule': cron }],
    [{ timezone: 'Mars/Base' }, { '/timezone': 'must be the name of a time zone, such as Europe/Berlin' }],
    [{ catchUp: 'x' }, { '/catchUp': 'must be one of RUN_ONCE, SKIP' }],
    [{ retention: { keepLast: 1.5 } }, { '/retention/keepLast': 'must be an integer from 0 to 10000' }],
    [{ retention: { keepHourly: 1 } }, { '/retention/keepHourly': noField }],
    [{ preHook: 3 }, { '/preHook': 'must be an object' }],
    [
      { preHook: { variables: [], x: 1 } },
      {
        '/preHook/preset': 'is required',
        '/preHook/variables': 'must be an object of variable names and values',
        '/preHook/x': noField,
      },
    ],
    [{ preHook: { preset: '-' } }, { '/preHook/preset': 'must be the name of a preset' }],
    [{ uploadLimitKiBps: 0 }, { '/uploadLimitKiBps': 'must be an integer from 1 to 1048576' }],
    [{ checkReadData: '200%' }, { '/checkReadData': 'must be a share of the data, such as 5% or 1/10' }],
    [{ drillDirectory: 'x' }, { '/drillDirectory': 'must be an absolute path' }],
    [{ maxProofAgeDays: '3' }, { '/maxProofAgeDays': 'must be an integer from 1 to 3660' }],
    [{ 'a/b': 1 }, { '/a~1b': noField }],
  ])('%o are told what is wrong', (fields, faults) => {
    expect(faultsOf(() => readChanges(fields))).toEqual(faults);
  });

  it('of a schedule are the same', () => {
    expect(readSchedule({ schedule: '0 3 * * *' })).toEqual({ schedule: '0 3 * * *', timezone: 'UTC' });
    expect(faultsOf(() => readSchedule({ timezone: 3, name: 'x' }))).toEqual({
      '/schedule': 'is required',
      '/timezone': 'must be the name of a time zone, such as Europe/Berlin',
      '/name': noField,
    });
  });
});
