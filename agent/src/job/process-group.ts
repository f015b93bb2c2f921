import { setTimeout as delay } from 'node:timers/promises';
import type { ProcessEntry, ProcessIdentity } from '../host/process-table.js';
import { isLiving, readBootId, readProcess, readProcesses } from '../host/process-table.js';

const checkEveryMs = 50;
/** How long the kernel is given to end processes after SIGKILL. */
const killedWithinMs = 2_000;
const reapedWithinMs = 2_500;

/** The processes of one execution: those in the session of its program, which leads it unless a keeper does. */
export class ProcessGroup {
  /** @param program leads the process group that is asked to end, when the session's leader doesn't */
  constructor(
    readonly leader: ProcessIdentity,
    readonly program = leader.pid,
  ) {}

  /** Signals the group of a program that has not been waited for. False when there is nobody left. */
  signal(signal: NodeJS.Signals): boolean {
    return signalGroup(this.program, signal);
  }

  /**
   * Asks for the end, of a program that has not been waited for. TERM goes to the group. INT goes to the program alone, which
   * ends what it has started in the right order: restic needs its ssh to take a lock away. False when there is nobody.
   */
  ask(signal: 'SIGINT' | 'SIGTERM'): boolean {
    return signal === 'SIGTERM' ? this.signal(signal) : signalProcess(this.program, signal);
  }

  /** Ends whatever is left: the given signal, TERM, then KILL, with the grace between them. False when nothing was left. */
  async end(graceMs: number, first: 'SIGINT' | 'SIGTERM' = 'SIGTERM'): Promise<boolean> {
    const living = await this.living();
    if (living.length === 0) return false;
    const isLed = living.some(({ pid }) => pid === this.program);
    if (first !== 'SIGTERM' && isLed && this.ask(first) && (await this.emptyWithin(graceMs))) return true;
    await this.signalMembers('SIGTERM');
    if (await this.emptyWithin(graceMs)) return true;
    await this.signalMembers('SIGKILL');
    await this.emptyWithin(killedWithinMs);
    return true;
  }

  /**
   * Waits a little until the ended members have been reaped as well: until then their numbers are taken, and whoever
   * looks for them finds them. The reaper is the host's init, which may be slow or, in a container, missing.
   */
  async reaped(): Promise<void> {
    await within(reapedWithinMs, async () => (await this.everyone()).length === 0);
  }

  /** Members, zombies too; those of another boot, or of a number used again, are not ours. */
  private async everyone(): Promise<ProcessEntry[]> {
    if (readBootId() !== this.leader.bootId) return [];
    const current = readProcess(this.leader.pid);
    if (current !== null && current.startTime !== this.leader.startTime) return [];
    const members = membersOf(await readProcesses(), this.leader);
    // A keeper is there for the others' sake.
    return this.program === this.leader.pid ? members : members.filter(({ pid }) => pid !== this.leader.pid);
  }

  private async living(): Promise<ProcessEntry[]> {
    return (await this.everyone()).filter(isLiving);
  }

  private async signalMembers(signal: NodeJS.Signals): Promise<void> {
    // A script with job control (`set -m`) has further groups in the same session.
    const groups = new Set((await this.living()).map((member) => member.processGroup));
    for (const group of groups) signalGroup(group, signal);
  }

  private emptyWithin(milliseconds: number): Promise<boolean> {
    return within(milliseconds, async () => (await this.living()).length === 0);
  }
}

async function within(milliseconds: number, isSo: () => Promise<boolean>): Promise<boolean> {
  const deadline = performance.now() + milliseconds;
  while (!(await isSo())) {
    if (performance.now() >= deadline) return false;
    await delay(checkEveryMs);
  }
  return true;
}

/** Those in the leader's session. */
export function membersOf(processes: readonly ProcessEntry[], leader: ProcessIdentity): ProcessEntry[] {
  return processes.filter((process) => process.session === leader.pid && process.startTime >= leader.startTime);
}

function signalGroup(group: number, signal: NodeJS.Signals): boolean {
  return signalProcess(-group, signal);
}

/** A negative number is a group (kill(2)). False when it has ended meanwhile. */
export function signalProcess(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}
