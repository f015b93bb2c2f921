import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeIdPattern } from '@hyprbox/contracts';

/** Which node an agent's state directory belongs to, as the agent wrote it when it was enrolled; null before that. */
export function enrolledNodeId(stateDirectory: string): string | null {
  try {
    const fields: unknown = JSON.parse(readFileSync(join(stateDirectory, 'identity.json'), 'utf8'));
    if (typeof fields !== 'object' || fields === null || !('nodeId' in fields)) return null;
    return typeof fields.nodeId === 'string' && nodeIdPattern.test(fields.nodeId) ? fields.nodeId : null;
  } catch {
    return null;
  }
}
