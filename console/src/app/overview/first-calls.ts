import { activityEndpoints, addressOf, nodesEndpoints } from '@hyprbox/contracts';

/** Entries of activity: as many as are worth a look beside the fleet; each is a stop of the keyboard. */
export const activityEntries = 20;

/** What the page asks for first, as its addresses are then. The build tells the server (scripts/console-pages.mjs). */
export const firstCalls = (): string[] => [
  addressOf(nodesEndpoints.summary()),
  addressOf(activityEndpoints.list({ limit: activityEntries })),
];
