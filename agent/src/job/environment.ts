import { statSync } from 'node:fs';
import { homedir } from 'node:os';

const passedOn = ['HOME', 'LANG', 'LANGUAGE', 'USER', 'LOGNAME', 'TMPDIR', 'TZ'];
/** A script that downloads something goes the way that the agent goes. */
const proxies = /^(?:https?|all|no)_proxy$/i;

/** The environment of a script: a closed list, so that nothing of the agent's own configuration reaches it. */
export function scriptEnvironment(agent: NodeJS.ProcessEnv, path: string): Record<string, string> {
  const environment: Record<string, string> = {
    PATH: path,
    HOME: homeDirectory(),
    SHELL: '/bin/bash',
    TERM: 'dumb',
  };
  for (const [name, value] of Object.entries(agent)) {
    if (value !== undefined && (passedOn.includes(name) || name.startsWith('LC_') || proxies.test(name)))
      environment[name] = value;
  }
  return environment;
}

/** A user without an entry in passwd and without HOME has none. */
function homeDirectory(): string {
  try {
    return homedir();
  } catch {
    return '/';
  }
}

/** Where a script starts: the home directory, or `/` on a host that has none for the agent's user. */
export function workingDirectory(environment: Record<string, string>): string {
  const home = environment.HOME;
  if (home === undefined) return '/';
  return statSync(home, { throwIfNoEntry: false })?.isDirectory() === true ? home : '/';
}
