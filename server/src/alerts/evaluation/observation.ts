import type { AlertRuleEntity } from '../rules/alert-rule.entity.js';

/** What an alert is about. The fields that its kind has no use for are null. */
export interface ObservedTarget {
  nodeId: string | null;
  mount: string | null;
  preset: string | null;
  policyId: string | null;
  beatId: string | null;
  selfCheck: string | null;
}

export const noTarget: ObservedTarget = {
  nodeId: null,
  mount: null,
  preset: null,
  policyId: null,
  beatId: null,
  selfCheck: null,
};

/** What tells a rule's targets apart. No id holds a space. */
export function targetKey({ nodeId, mount, preset, policyId, beatId, selfCheck }: ObservedTarget): string {
  return [policyId, nodeId, mount, preset, beatId, selfCheck].filter((part) => part !== null).join(' ');
}

/**
 * How a target is now. `BETWEEN`: beyond the threshold at which it goes on, not beyond that at which it fires. `HOLD`: nobody
 * can tell, as it is silent or says nothing of it. `GONE`: it is not watched any more, for the reason.
 */
export type Condition =
  | {
      is: 'BREACH' | 'BETWEEN' | 'CLEAR';
      value: number | null;
      /** What else is to be said of it, in sentences. */
      detail?: string;
    }
  | { is: 'HOLD' }
  | { is: 'GONE'; reason: string };

/** What one rule found of one target. */
export interface Observation {
  rule: AlertRuleEntity;
  target: ObservedTarget;
  condition: Condition;
  /** What tells it from the rule's other targets, where they do not tell it themselves. */
  key?: string;
}

export function observedKey({ key, target }: Observation): string {
  return key ?? targetKey(target);
}

/** An open alert as observers need to know it: each must be told how it is now. */
export interface WatchedTarget extends ObservedTarget {
  ruleId: string;
  target: string;
  pendingSince: Date;
}
