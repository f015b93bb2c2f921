import type { ProblemFault, Selector } from '@hyprbox/contracts';

/** What its schema can't say of a selector: all hosts, or conditions, and not both. */
export function selectorFaults(selector: Selector, pointer: string): ProblemFault[] {
  const { all, ...conditions } = selector;
  if (all !== true || Object.keys(conditions).length === 0) return [];
  return [{ pointer, detail: 'must be {"all":true} alone, or name conditions without it' }];
}
