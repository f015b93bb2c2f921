import { createHmac } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Machine } from '@hyprbox/contracts';
import { nodeIdPattern } from '@hyprbox/contracts';
import { readBootId } from './host/process-table.js';
import type { Log } from './log.js';
import { describe } from './log.js';

/** Which node this state directory belongs to. It outlives the host's name, of which the node's id was made at first. */
export interface Enrolment {
  nodeId: string;
  /** Of the machine on which it was written; null where machines have no id. */
  machineId: string | null;
}

const fileName = 'identity.json';

export function enrolmentFile(directory: string): string {
  return join(directory, fileName);
}

/** Null before the enrolment, and for a state directory of an agent that did not write it yet. */
export function readEnrolment(directory: string): Enrolment | null {
  try {
    const fields: unknown = JSON.parse(readFileSync(enrolmentFile(directory), 'utf8'));
    if (typeof fields !== 'object' || fields === null || !('nodeId' in fields)) return null;
    if (typeof fields.nodeId !== 'string' || !nodeIdPattern.test(fields.nodeId)) return null;
    const machineId = 'machineId' in fields && typeof fields.machineId === 'string' ? fields.machineId : null;
    return { nodeId: fields.nodeId, machineId };
  } catch {
    return null;
  }
}

/** Kept from the first heartbeat on that the server takes: until then the id can still be set right. */
export function keepEnrolment(directory: string, enrolment: Enrolment, log: Log): void {
  const known = readEnrolment(directory);
  if (known?.nodeId === enrolment.nodeId && known.machineId === enrolment.machineId) return;
  const path = enrolmentFile(directory);
  try {
    const file = openSync(`${path}.new`, 'w', 0o600);
    try {
      writeFileSync(file, `${JSON.stringify(enrolment)}\n`);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(`${path}.new`, path);
  } catch (error) {
    log.error(`${path} cannot be written, so a new host name would be taken for a new node: ${describe(error)}`);
  }
}

/** Says what to do when the directory comes from another machine: a copy, or the same host on new hardware. */
export function warnOfOtherMachine(
  directory: string,
  enrolled: Enrolment | null,
  machineId: string | null,
  log: Log,
): void {
  if (enrolled === null || enrolled.machineId === null || machineId === null) return;
  if (enrolled.machineId === machineId) return;
  log.warn(
    `the state directory ${directory} was made on another machine (its machine-id differs). If this host replaces that ` +
      `one, nothing needs to be done. If the directory was copied, as with an image of a disk: stop this agent, delete ` +
      `the directory, and give this host a node token of its own. Going on as node ${enrolled.nodeId}.`,
  );
}

/** What tells this machine from another one that runs a copy of this agent; null where it can't be told. */
export function readMachine(): Machine | null {
  const id = readMachineId();
  return id === null ? null : { id, bootId: readBootId() };
}

/**
 * The id of this machine (machine-id(5)), hashed, as it must not leave the host in the clear; null where there is none,
 * as in most containers.
 */
export function readMachineId(): string | null {
  for (const path of ['/etc/machine-id', '/var/lib/dbus/machine-id']) {
    try {
      const id = readFileSync(path, 'latin1').trim();
      if (/^[0-9a-f]{32}$/.test(id)) return createHmac('sha256', id).update('hyprnode').digest('hex').slice(0, 32);
    } catch {
      // Not there: the next one may be.
    }
  }
  return null;
}
