import type { AlertRule, AlertRuleFields, RuleTest } from '../alert-rules.schema.js';
import type { Page } from '../schema-parts.js';
import { command, get, path, post, put } from './endpoint.js';
import type { PageQuery } from './request.js';

export const alertRulesEndpoints = {
  list: (query?: PageQuery) => get<Page<AlertRule>>('/alerts/rules', query),
  create: (rule: AlertRuleFields) => post<AlertRule>('/alerts/rules', rule),
  get: (id: string) => get<AlertRule>(path`/alerts/rules/${id}`),
  /** Refused if its `version` is not the one that is stored. */
  replace: (id: string, rule: AlertRuleFields) => put<AlertRule>(path`/alerts/rules/${id}`, rule),
  /** Its alerts are resolved. */
  delete: (id: string) => command('DELETE', path`/alerts/rules/${id}`),
  /** What a rule would do now, and would have done over the last 7 days; nothing is stored. */
  test: (rule: AlertRuleFields) => post<RuleTest>('/alerts/rules/test', rule),
};
