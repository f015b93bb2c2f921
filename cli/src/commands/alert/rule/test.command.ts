import type { RuleTest } from '@hyprbox/contracts';
import { defineCommand } from '../../../arguments/define-command.js';
import type { Context } from '../../../context.js';
import { UsageError } from '../../../errors.js';
import { exitCodes } from '../../../exit-codes.js';
import { duration, plural, relativeTime } from '../../../output/figures.js';
import { renderTable } from '../../../output/table.js';
import { targetText } from '../alert-text.js';
import { findRule } from './find-rule.js';
import { readRules, toFields, toFileRule, type FileRule } from './rule-document.js';

type Span = RuleTest['history'][number];

export const ruleTestCommand = defineCommand({
  command: 'test <rule>',
  describe: 'Where a rule would fire now, and when it would have fired in the last 7 days',
  examples: [
    ['alert rule test "Filesystem full"', 'As it stands'],
    ['alert rule test "Filesystem full" -f rules.yaml', 'As a file says; nothing is saved'],
  ],
  positionals: { rule: { type: 'string', demandOption: true, describe: 'Its name, or its id' } },
  flags: {
    file: { type: 'string', alias: 'f', requiresArg: true, describe: 'Where it stands; -: stdin' },
  },
  async run(context, { rule: nameOrId, file }) {
    const { output } = context;
    const wanted = file === undefined ? null : ruleIn(await readRules(context.io, file), nameOrId);
    const client = await context.client();
    const rule = wanted ?? toFileRule(await findRule(client, nameOrId));
    const test = await client.alerts.rules.test(toFields(rule));
    await output.result(test, () => render(context, test));
    return exitCodes.ok;
  },
});

function ruleIn(rules: readonly FileRule[], name: string): FileRule {
  const rule = rules.find((each) => each.name === name);
  if (rule === undefined) throw new UsageError(`--file: there is no rule "${name}" in it`);
  return rule;
}

function render({ output, io }: Context, { now, history, truncated }: RuleTest): string {
  const times = `${truncated ? 'at least ' : ''}${plural(history.length, 'time')} in the last 7 days`;
  const words = `Would fire now on ${plural(now.length, 'target')}; ${times}.\n`;
  if (history.length === 0) return words;
  const table = renderTable<Span>(
    [
      { header: 'ON', value: ({ target }) => targetText(target), shrinks: true },
      { header: 'BEGAN', value: ({ from }) => relativeTime(from, io.now()) },
      { header: 'LASTED', value: ({ from, to }) => duration(Date.parse(to) - Date.parse(from)) },
      {
        header: 'PEAK',
        value: ({ peak }) => (peak === null ? '–' : String(Math.round(peak * 10) / 10)),
        align: 'right',
      },
    ],
    history,
    output.width,
    output.paint,
  );
  return `${words}\n${table}`;
}
