import type { ProblemFault } from '@hyprbox/contracts';
import { escapePointer } from '../common/json-pointer.js';

/**
 * Finds fields, at whatever depth, that are named as something every object has, such as `constructor`. The API has no
 * such field; but the libraries that read a body would leave it out in silence, take it for a known one, or stumble.
 */
export function inheritedNames(sent: unknown, parent = ''): ProblemFault[] {
  if (typeof sent !== 'object' || sent === null) return [];
  return Object.entries(sent).flatMap(([name, value]) => {
    const pointer = `${parent}/${escapePointer(name)}`;
    return name in Object.prototype ? [{ pointer, detail: 'There is no such field.' }] : inheritedNames(value, pointer);
  });
}
