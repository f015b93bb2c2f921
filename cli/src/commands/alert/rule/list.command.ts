import { collectPages } from '@hyprbox/api-client';
import type { AlertRule } from '@hyprbox/contracts';
import { defineCommand } from '../../../arguments/define-command.js';
import { exitCodes } from '../../../exit-codes.js';
import { renderTable } from '../../../output/table.js';
import { listFlags } from '../../list-flags.js';
import { selectorText } from '../../selector-flags.js';
import { severityStyles } from '../alert-text.js';
import { conditionText } from './condition-text.js';

export const ruleListCommand = defineCommand({
  command: 'list',
  describe: 'What is watched for',
  examples: [
    ['alert rule list', 'All of them, by name'],
    ["alert rule list --json | jq -r '.items[] | select(.enabled|not).name'", 'Those that are off'],
  ],
  positionals: {},
  flags: listFlags,
  async run(context, { limit, cursor }) {
    const { output } = context;
    const client = await context.client();
    const rules = await collectPages((page) => client.alerts.rules.list(page), limit ?? Infinity, cursor);
    await output.result(rules, () =>
      rules.items.length === 0
        ? 'No rule yet. Make some with `hyprbox alert rule apply`.\n'
        : renderTable<AlertRule>(
            [
              { header: 'RULE', value: (rule) => rule.name, shrinks: true },
              { header: 'SEVERITY', value: (rule) => rule.severity, style: (rule) => severityStyles[rule.severity] },
              { header: 'WATCHES', value: conditionText, shrinks: true },
              { header: 'ON', value: (rule) => selectorText(rule.selector), shrinks: true },
              { header: 'ENABLED', value: (rule) => (rule.enabled ? 'yes' : 'no') },
            ],
            rules.items,
            output.width,
            output.paint,
          ),
    );
    return exitCodes.ok;
  },
});
