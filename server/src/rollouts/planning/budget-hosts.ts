import { hostsOf } from './share.js';

/** A tenth of the hosts. */
export const defaultBudget = '10%';

/** The budget in hosts: the most that may be running, failed and lost at once. */
export function budgetHosts(budget: number | string, targets: number): number {
  return hostsOf(String(budget), targets);
}

/** As it was given, from its column. */
export function givenBudget(stored: string): number | string {
  return stored.endsWith('%') ? stored : Number(stored);
}
