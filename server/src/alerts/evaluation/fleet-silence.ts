import type { AlertRuleEntity } from '../rules/alert-rule.entity.js';
import type { Condition, Observation } from './observation.js';

/** From these on many silent hosts are one fault, not many. */
const fleetShare = 0.3;
const hostsMin = 5;
/** Within which they fell silent. */
const withinSeconds = 60;

/** No id of a node begins with an asterisk. */
export const fleetTarget = '*';

/**
 * Whether so much of the fleet is silent at once that it is one fault: a network, a power supply, HyprBox's own line.
 *
 * @param isOpen it is known already: then it goes on as long as so many are silent, whenever they fell silent
 */
export function fleetSilence(observations: readonly Observation[], fleetSize: number, isOpen: boolean): Condition {
  const silences = new Map<string, number>();
  /** Hosts that were silent before HyprBox could hear nobody, and have not been heard since. */
  const unheard = new Set<string>();
  for (const { rule, target, condition } of observations) {
    if (rule.kind !== 'NODE_SILENT' || target.nodeId === null) continue;
    if (condition.is === 'BREACH') silences.set(target.nodeId, condition.value ?? 0);
    if (condition.is === 'HOLD') unheard.add(target.nodeId);
  }
  const needed = Math.max(hostsMin, Math.ceil(fleetSize * fleetShare));
  const count = isOpen ? silences.size : mostAtOnce([...silences.values()]);
  if (isOpen && count < needed && new Set([...silences.keys(), ...unheard]).size >= needed) return { is: 'HOLD' };
  return { is: count >= needed ? 'BREACH' : 'CLEAR', value: silences.size };
}

/** The most of them that lie within a minute of each other. */
function mostAtOnce(seconds: number[]): number {
  const sorted = seconds.toSorted((a, b) => a - b);
  let most = 0;
  let first = 0;
  sorted.forEach((value, last) => {
    while (value - (sorted[first] ?? value) > withinSeconds) first++;
    most = Math.max(most, last - first + 1);
  });
  return most;
}

/** The rule in whose name it is told: the one that notices silence first. */
export function fleetRule(rules: readonly AlertRuleEntity[]): AlertRuleEntity | null {
  const silent = rules.filter(({ kind, selector }) => kind === 'NODE_SILENT' && selector.all === true);
  const secondsOf = ({ condition }: AlertRuleEntity): number =>
    'afterSeconds' in condition ? condition.afterSeconds : Number.POSITIVE_INFINITY;
  return silent.toSorted((a, b) => secondsOf(a) - secondsOf(b))[0] ?? null;
}
