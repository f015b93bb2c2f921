import { addressOf, authEndpoints } from '@hyprbox/contracts';

/** What every page of somebody who is signed in asks for first. The build tells the server (scripts/console-pages.mjs). */
export const firstCalls = (): string[] => [addressOf(authEndpoints.me())];
