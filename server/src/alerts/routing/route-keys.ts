import { isDeepStrictEqual } from 'node:util';
import type { AlertRoute } from '@hyprbox/contracts';

/** A route with what its groups know it by, which stays as it is when the route is called something else. */
export type KeyedRoute = AlertRoute & { key: string };

/**
 * The routes of a new list, each with the key of the one that it was. It is the one of the same name, or else one whose name
 * is gone and that leads the same alerts by the same steps: that was renamed.
 */
export function withKeys(
  before: readonly KeyedRoute[],
  after: readonly AlertRoute[],
  nextId: () => string,
): KeyedRoute[] {
  const names = new Set(after.map(({ name }) => name));
  const gone = before.filter(({ name }) => !names.has(name));
  const kept = after.map((route) => {
    const same = before.find(({ name }) => name === route.name);
    if (same) return same.key;
    const renamed = gone.findIndex((each) => isDeepStrictEqual(whatItDoes(each), whatItDoes(route)));
    return renamed === -1 ? null : (gone.splice(renamed, 1)[0]?.key ?? null);
  });
  return after.map((route, index) => {
    // What is gone may have open groups that are still to be ended under its key.
    const isFree = !kept.includes(route.name) && !gone.some(({ key }) => key === route.name);
    return { ...route, key: kept[index] ?? (isFree ? route.name : nextId()) };
  });
}

export function withoutKey({ key: _, ...route }: KeyedRoute): AlertRoute {
  return route;
}

function whatItDoes({ match, groupBy, steps }: AlertRoute): object {
  return { match, groupBy, steps };
}
