import { readFileSync } from 'node:fs';

/**
 * Remembers who started this process and returns a function that tells whether they are gone, killed without a word:
 * npm, or the shell. npm runs a script in a shell of its own, which lives on when npm is killed.
 */
export function watchStarter() {
  const parent = process.ppid;
  const npm = process.env.npm_lifecycle_event !== undefined && isScriptShell(parent) ? parentOf(parent) : undefined;
  return () => process.ppid !== parent || (npm !== undefined && parentOf(parent) !== npm);
}

function isScriptShell(pid) {
  return read(`/proc/${pid}/cmdline`)?.split('\0')[1] === '-c';
}

/** The fourth field of stat; the second, the name, is in brackets and may hold anything (proc_pid_stat(5)). */
function parentOf(pid) {
  const stat = read(`/proc/${pid}/stat`);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[1];
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // Gone, or a system without /proc: nothing to watch there but the parent's id.
    return undefined;
  }
}
