import { expect, it } from 'vitest';
import { scriptEnvironment, workingDirectory } from './environment.js';

it('passes on a closed list, and nothing of its own path', () => {
  const environment = scriptEnvironment(
    {
      HOME: '/root',
      LC_TIME: 'C',
      AWS_KEY: 'x',
      HYPRBOX_NODE_TOKEN: 'y',
      PATH: '/tmp/node_modules/.bin:/bin',
      https_proxy: 'http://proxy:3128',
    },
    '/usr/bin:/bin',
  );
  expect(environment).toEqual({
    HOME: '/root',
    LC_TIME: 'C',
    SHELL: '/bin/bash',
    TERM: 'dumb',
    PATH: '/usr/bin:/bin',
    https_proxy: 'http://proxy:3128',
  });
});

it('starts scripts in / when the home directory is not there', () => {
  expect(workingDirectory({ HOME: '/does/not/exist' })).toBe('/');
  expect(workingDirectory({ HOME: '/tmp' })).toBe('/tmp');
});
