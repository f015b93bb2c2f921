import { expect, it } from 'vitest';
import { scriptEnvironment, workingDirectory } from './environment.js';

it('passes on a closed list, with a path where there is none', () => {
  const environment = scriptEnvironment({ HOME: '/root', LC_TIME: 'C', AWS_KEY: 'x', HYPRBOX_NODE_TOKEN: 'y' });
  expect(environment).toEqual({
    HOME: '/root',
    LC_TIME: 'C',
    SHELL: '/bin/bash',
    TERM: 'dumb',
    PATH: expect.stringContaining('/usr/bin'),
  });
});

it('starts scripts in / when the home directory is not there', () => {
  expect(workingDirectory({ HOME: '/does/not/exist' })).toBe('/');
  expect(workingDirectory({ HOME: '/tmp' })).toBe('/tmp');
});
