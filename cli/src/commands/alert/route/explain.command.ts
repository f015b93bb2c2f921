import { alertSeverities, type Explanation } from '@hyprbox/contracts';
import { defineCommand } from '../../../arguments/define-command.js';
import type { Context } from '../../../context.js';
import { exitCodes } from '../../../exit-codes.js';
import { duration, timeUntil } from '../../../output/figures.js';
import { renderTable } from '../../../output/table.js';
import { findRule } from '../rule/find-rule.js';

interface Step {
  route: string;
  after: string;
  channels: string;
}

export const routeExplainCommand = defineCommand({
  command: 'explain <node>',
  describe: 'Who would be told of an alert of a host, when, and what keeps it quiet',
  examples: [
    ['alert route explain web-1 --severity CRITICAL', 'Of any rule'],
    ['alert route explain web-1 --severity WARNING --rule "Filesystem almost full"', 'Of this one'],
  ],
  positionals: { node: { type: 'string', demandOption: true, describe: 'Id of the host' } },
  flags: {
    severity: { choices: alertSeverities, demandOption: true, requiresArg: true, describe: 'How bad it is' },
    rule: { type: 'string', requiresArg: true, describe: 'Name or id of the rule' },
  },
  async run(context, { node, severity, rule }) {
    const client = await context.client();
    const ruleId = rule === undefined ? undefined : (await findRule(client, rule)).id;
    const explanation = await client.alerts.routes.explain({
      nodeId: node,
      severity,
      ...(ruleId !== undefined && { ruleId }),
    });
    await context.output.result(explanation, () => render(context, explanation));
    return exitCodes.ok;
  },
});

function render({ output, io }: Context, { routes, windows }: Explanation): string {
  const steps = routes.flatMap(({ name, steps }) =>
    steps.map(({ afterSeconds, channels }): Step => ({
      route: name,
      after: duration(afterSeconds * 1000),
      channels: channels.map((channel) => (channel.enabled ? channel.name : `${channel.name} (off)`)).join(', '),
    })),
  );
  const told =
    steps.length === 0
      ? 'Nobody would be told.\n'
      : renderTable<Step>(
          [
            { header: 'ROUTE', value: ({ route }) => route, shrinks: true },
            { header: 'AFTER', value: ({ after }) => after },
            { header: 'TOLD', value: ({ channels }) => channels, shrinks: true },
          ],
          steps,
          output.width,
          output.paint,
        );
  if (windows.length === 0) return told;
  const quiet = renderTable<Explanation['windows'][number]>(
    [
      { header: 'KEPT QUIET BY', value: ({ name }) => name, shrinks: true },
      { header: 'ENDS', value: ({ until }) => timeUntil(until, io.now()) },
    ],
    windows,
    output.width,
    output.paint,
  );
  return `${told}\n${quiet}`;
}
