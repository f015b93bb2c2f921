import type { ProblemFault } from '@hyprbox/contracts';
import { escapePointer } from '../http/validation.js';
import { heartbeatLimits } from './heartbeat-limits.js';

/** Collects what is wrong with a body, each fault by its JSON Pointer, up to a limit. */
export class Faults {
  readonly found: ProblemFault[] = [];

  add(parent: string, key: string | number, detail: string): void {
    if (this.found.length < heartbeatLimits.faults) {
      this.found.push({ pointer: `${parent}/${escapePointer(String(key))}`, detail });
    }
  }

  addHere(pointer: string, detail: string): void {
    if (this.found.length < heartbeatLimits.faults) this.found.push({ pointer, detail });
  }
}

export type Fields = Record<string, unknown>;

export function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
