import type { AlertRule, MetricCondition } from '@hyprbox/contracts';
import { defineCommand } from '../../../arguments/define-command.js';
import type { Context } from '../../../context.js';
import { exitCodes } from '../../../exit-codes.js';
import { renderDetails } from '../../../output/details.js';
import { duration, relativeTime } from '../../../output/figures.js';
import { selectorText } from '../../selector-flags.js';
import { conditionText } from './condition-text.js';
import { findRule } from './find-rule.js';

export const ruleShowCommand = defineCommand({
  command: 'show <rule>',
  describe: 'One rule',
  examples: [['alert rule show "Filesystem full"', 'By its name']],
  positionals: { rule: { type: 'string', demandOption: true, describe: 'Name or id of the rule' } },
  flags: {},
  async run(context, { rule: nameOrId }) {
    const rule = await findRule(await context.client(), nameOrId);
    await context.output.result(rule, () => render(context, rule));
    return exitCodes.ok;
  },
});

function figure({ aggregate, windowSeconds }: MetricCondition): string {
  return aggregate === 'LAST' ? aggregate : `${aggregate} of ${duration(windowSeconds * 1000)}`;
}

function render({ output, io }: Context, rule: AlertRule): string {
  const time = (seconds: number): string => duration(seconds * 1000);
  const { remediation } = rule;
  return renderDetails(
    [
      ['Rule', rule.name],
      ['Id', rule.id],
      ['Watches', conditionText(rule)],
      ['Clears at', rule.kind === 'METRIC' ? String(rule.condition.clear) : null],
      ['Figure', rule.kind === 'METRIC' ? figure(rule.condition) : null],
      ['On', selectorText(rule.selector)],
      ['Severity', rule.severity],
      ['For', time(rule.forSeconds)],
      ['Keeps', time(rule.keepSeconds)],
      ['No data', rule.noData],
      ['Runbook', rule.runbook ?? null],
      ['Then runs', remediation ? `${remediation.preset}, once in ${time(remediation.everySeconds)}` : null],
      ['Enabled', rule.enabled ? 'yes' : 'no'],
      ['Version', `${rule.version}, ${relativeTime(rule.updatedAt, io.now())}`],
    ],
    output.width,
    output.paint,
  );
}
