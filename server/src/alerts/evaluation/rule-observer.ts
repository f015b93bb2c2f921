import type { AlertRuleKind } from '@hyprbox/contracts';
import type { Transaction } from '../../database/unit-of-work.js';
import type { AlertRuleEntity } from '../rules/alert-rule.entity.js';
import type { Observation, WatchedTarget } from './observation.js';

/** A pause between two rounds beyond which HyprBox was down, and nothing in it counts. */
export const pauseMs = 30_000;

/** One round of the evaluation. */
export interface Round {
  tx: Transaction;
  now: Date;
  /** How long ago the round before was; null if there was none. */
  sinceLastMs: number | null;
}

/** Finds out how the targets of rules of one kind are. */
export interface RuleObserver {
  readonly kind: AlertRuleKind;
  /**
   * @param rules the enabled ones of the kind
   * @param open what of them is open: each gets an observation, which says at least that nobody can tell
   * @returns further those that are beyond their threshold; what is well and has no alert is left out
   */
  observe(round: Round, rules: readonly AlertRuleEntity[], open: readonly WatchedTarget[]): Promise<Observation[]>;
}

/** Why an alert of a host is not watched any more; null while it is. */
export function whyGone(node: { decommissioned: boolean; isSelected: boolean } | undefined): string | null {
  if (!node || node.decommissioned) return 'The host was decommissioned.';
  return node.isSelected ? null : 'The rule does not select the host any more.';
}

/** The open targets of each rule. */
export function byRule(open: readonly WatchedTarget[]): Map<string, WatchedTarget[]> {
  return Map.groupBy(open, ({ ruleId }) => ruleId);
}
