import type { AlertMessage } from '../alert-message.js';

/** Whether all that a message tells of is resolved, so that an incident may be closed. */
export function isOver({ event, alerts }: AlertMessage): boolean {
  return event === 'resolved' && alerts.every(({ state }) => state === 'RESOLVED');
}
