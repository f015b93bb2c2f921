import { execFile } from 'node:child_process';
import type { Inventory } from '@hyprbox/contracts';
import type { Log } from '../log.js';
import { describe } from '../log.js';
import { readBasicInventory } from './inventory.js';

const answerWithinMs = 20_000;
const answerBytesMax = 64 * 1024;

export interface InventoryProgram {
  /** The agent's own program and its arguments for printing the inventory. */
  command: string;
  arguments: string[];
  environment: Record<string, string>;
}

/**
 * Reads the inventory in a process of its own, which takes systeminformation's memory with it when it ends: the agent
 * needs it once a day and would carry it always.
 */
export async function readInventoryApart(program: InventoryProgram, log: Log): Promise<Inventory> {
  try {
    const stdout = await run(program);
    // The agent's own output; the server validates it.
    return JSON.parse(stdout) as Inventory;
  } catch (error) {
    log.warn(`the full inventory cannot be read: ${describe(error)}`);
    return readBasicInventory();
  }
}

function run(program: InventoryProgram): Promise<string> {
  const options = {
    env: program.environment,
    timeout: answerWithinMs,
    killSignal: 'SIGKILL' as const,
    maxBuffer: answerBytesMax,
  };
  return new Promise((resolve, reject) => {
    execFile(program.command, program.arguments, options, (error, stdout) => {
      if (error === null) resolve(stdout);
      else reject(error);
    });
  });
}
