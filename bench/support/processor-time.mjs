import { readdirSync, readFileSync } from 'node:fs';

/** Clock ticks a second on Linux, whatever the kernel's own are (sysconf(3), _SC_CLK_TCK). */
const ticksPerSecond = 100;

/** @returns {number} the processor's time in ms of a process and of all that it started, ended ones too; proc_pid_stat(5) */
export function processorMs(pid) {
  const processes = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap(statOf);
  const own = new Set([pid]);
  // Children have higher numbers unless these have begun anew: rounds until nobody is added.
  for (let before = 0; before !== own.size;) {
    before = own.size;
    for (const each of processes) if (own.has(each.parent)) own.add(each.pid);
  }
  const ticks = processes.filter((each) => own.has(each.pid)).reduce((sum, each) => sum + each.ticks, 0);
  return (ticks / ticksPerSecond) * 1000;
}

function statOf(name) {
  try {
    const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
    // The name is in parentheses and may hold any character.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return [
      { pid: Number(name), parent: Number(fields[1]), ticks: fields.slice(11, 15).reduce((a, b) => a + Number(b), 0) },
    ];
  } catch {
    return [];
  }
}
