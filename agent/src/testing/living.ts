import { isLiving, readProcess } from '../host/process-table.js';

/** Whether a process lives; one that only waits to be reaped does not. */
export function isAlive(pid: number): boolean {
  const process = readProcess(pid);
  return process !== null && isLiving(process);
}
