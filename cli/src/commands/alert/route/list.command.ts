import type { AlertRoute } from '@hyprbox/contracts';
import { defineCommand } from '../../../arguments/define-command.js';
import { exitCodes } from '../../../exit-codes.js';
import { duration, plural } from '../../../output/figures.js';
import { renderTable } from '../../../output/table.js';
import { selectorText } from '../../selector-flags.js';

export const routeListCommand = defineCommand({
  command: 'list',
  describe: 'Who is told of what, in the order in which it is looked at',
  examples: [['alert route list', 'The first that matches counts']],
  positionals: {},
  flags: {},
  async run(context) {
    const { output } = context;
    const routes = await (await context.client()).alerts.routes.get();
    const time = (seconds: number): string => duration(seconds * 1000);
    await output.result(routes, () =>
      routes.items.length === 0
        ? 'No route yet: every alert goes to every channel.\n'
        : renderTable<AlertRoute>(
            [
              { header: 'ROUTE', value: ({ name }) => name, shrinks: true },
              { header: 'OF', value: matchText, shrinks: true },
              { header: 'WAITS', value: ({ waitSeconds }) => time(waitSeconds) },
              { header: 'REPEATS', value: ({ repeatSeconds }) => time(repeatSeconds) },
              { header: 'STEPS', value: ({ steps }) => plural(steps.length, 'step') },
              { header: 'GOES ON', value: (route) => (route.continue === true ? 'yes' : 'no') },
            ],
            routes.items,
            output.width,
            output.paint,
          ),
    );
    return exitCodes.ok;
  },
});

function matchText({ match: { severities, kinds, ruleIds, selector } }: AlertRoute): string {
  const parts = [
    severities?.join(' or '),
    kinds?.join(' or '),
    ruleIds && plural(ruleIds.length, 'rule'),
    selector && selectorText(selector),
  ];
  const text = parts.filter((part) => part !== undefined).join('; ');
  return text === '' ? 'everything' : text;
}
