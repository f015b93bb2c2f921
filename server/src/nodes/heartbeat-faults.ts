import type { ProblemFault } from '@hyprbox/contracts';
import { escapePointer } from '../common/json-pointer.js';
import { heartbeatLimits } from './heartbeat-limits.js';

/** Collects faults by their JSON Pointers: counts every one, and names them up to a limit. */
export class Faults {
  readonly found: ProblemFault[] = [];
  count = 0;

  constructor(private readonly most: number = heartbeatLimits.faults) {}

  add(parent: string, key: string | number, detail: string): void {
    this.count++;
    if (this.found.length < this.most) this.found.push({ pointer: `${parent}/${escapePointer(String(key))}`, detail });
  }

  addHere(pointer: string, detail: string): void {
    this.count++;
    if (this.found.length < this.most) this.found.push({ pointer, detail });
  }
}

export type Fields = Record<string, unknown>;

export function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
