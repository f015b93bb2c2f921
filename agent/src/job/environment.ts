import { statSync } from 'node:fs';
import { homedir } from 'node:os';

const defaultPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const passedOn = ['HOME', 'LANG', 'LANGUAGE', 'USER', 'LOGNAME', 'TMPDIR', 'TZ'];

/** The environment of a script: a closed list, so that nothing of the agent's own configuration reaches it. */
export function scriptEnvironment(agent: NodeJS.ProcessEnv): Record<string, string> {
  const environment: Record<string, string> = {
    PATH: agent.PATH ?? defaultPath,
    HOME: homedir(),
    SHELL: '/bin/bash',
    TERM: 'dumb',
  };
  for (const [name, value] of Object.entries(agent)) {
    if (value !== undefined && (passedOn.includes(name) || name.startsWith('LC_'))) environment[name] = value;
  }
  return environment;
}

/** Where a script starts: the home directory, or `/` on a host that has none for the agent's user. */
export function workingDirectory(environment: Record<string, string>): string {
  const home = environment.HOME;
  if (home === undefined) return '/';
  return statSync(home, { throwIfNoEntry: false })?.isDirectory() === true ? home : '/';
}
