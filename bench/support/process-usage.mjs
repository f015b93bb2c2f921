import { readFile } from 'node:fs/promises';

/** Clock ticks a second in /proc, on every Linux that Node.js runs on. */
const ticks = 100;

/** @returns {Promise<{cpuSeconds: number, rssMb: number, peakMb: number}>} what a process has used so far */
export async function usageOf(pid) {
  const [stat, status] = await Promise.all(['stat', 'status'].map((name) => readFile(`/proc/${pid}/${name}`, 'utf8')));
  // The name in parentheses may hold anything; utime and stime are the 14th and 15th field (proc(5)).
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const megabytes = (name) => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1]) / 1024;
  return {
    cpuSeconds: (Number(fields[11]) + Number(fields[12])) / ticks,
    rssMb: megabytes('VmRSS'),
    peakMb: megabytes('VmHWM'),
  };
}
