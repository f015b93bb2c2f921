import { collectPages } from '@hyprbox/api-client';
import type { Client } from '@hyprbox/api-client';
import type { AlertRule } from '@hyprbox/contracts';
import { findNamed } from '../../find-named.js';

export async function allRules(client: Client): Promise<AlertRule[]> {
  const { items } = await collectPages((page) => client.alerts.rules.list(page), Infinity);
  return items;
}

/** The rule of that id, or of exactly that name. */
export async function findRule(client: Client, nameOrId: string): Promise<AlertRule> {
  return findRuleIn(await allRules(client), nameOrId);
}

export function findRuleIn(rules: readonly AlertRule[], nameOrId: string): AlertRule {
  return findNamed(rules, nameOrId, {
    noun: 'alert rule',
    plural: 'rules',
    listCommand: 'alert rule list',
  });
}
