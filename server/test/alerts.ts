import type { Alert, AlertRule, AlertRuleFields, MetricCondition, Page } from '@hyprbox/contracts';
import pg from 'pg';
import { EvaluationService } from '../src/alerts/evaluation/evaluation.service.js';
import { taskLockSpace } from '../src/scheduled-tasks/scheduled-tasks.repository.js';
import type { TestServer } from './test-server.js';

/** A rule that is held against all hosts and does not wait; name only what the test is about. */
export function aRule(differing: Partial<AlertRuleFields> & Pick<AlertRuleFields, 'name'>): AlertRuleFields {
  return {
    kind: 'METRIC',
    selector: { all: true },
    condition: aCondition(),
    forSeconds: 0,
    keepSeconds: 0,
    severity: 'WARNING',
    noData: 'HOLD',
    enabled: true,
    ...differing,
  } as AlertRuleFields;
}

export function aCondition(differing: Partial<MetricCondition> = {}): MetricCondition {
  return { metric: 'cpuPct', op: '>', fire: 90, clear: 80, aggregate: 'LAST', windowSeconds: 0, ...differing };
}

/** What a test does with the alerts of a server; nothing is evaluated before it says so. */
export class Alerts implements AsyncDisposable {
  private constructor(
    private readonly server: TestServer,
    private readonly turn: pg.Client,
  ) {}

  /** Takes the server's turn to evaluate, and keeps it. */
  static async of(server: TestServer): Promise<Alerts> {
    const turn = new pg.Client({ connectionString: server.database.url });
    await turn.connect();
    await turn.query(`SELECT pg_advisory_lock($1, hashtext('alerts'))`, [taskLockSpace]);
    return new Alerts(server, turn);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.turn.end();
  }

  /** Takes away the rules that a new installation has, so that only the test's own are held against its hosts. */
  async forgetFirstRules(): Promise<void> {
    const { body } = await this.server.admin.get<Page<AlertRule>>('/alerts/rules?limit=200');
    for (const { id } of body.items) await this.server.admin.delete(`/alerts/rules/${id}`);
    await this.evaluate();
  }

  async rule(fields: AlertRuleFields): Promise<AlertRule> {
    const { status, body } = await this.server.admin.post<AlertRule>('/alerts/rules', fields);
    if (status !== 201) throw new Error(`The rule was answered with ${status}: ${JSON.stringify(body)}`);
    return body;
  }

  /** One round of the evaluation. @returns the ms after which something comes due */
  async evaluate(sinceLastMs: number | null = 10_000): Promise<number> {
    return this.server.app.get(EvaluationService).evaluate(sinceLastMs);
  }

  /** The alerts of a rule, newest first. */
  async found({ id }: Pick<AlertRule, 'id'>): Promise<Alert[]> {
    const { body } = await this.server.admin.get<Page<Alert>>(`/alerts?ruleId=${id}`);
    return body.items;
  }
}
