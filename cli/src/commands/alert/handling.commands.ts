import { alertLimits, type Alert } from '@hyprbox/contracts';
import { defineCommand } from '../../arguments/define-command.js';
import { seconds } from '../../arguments/values.js';
import type { Context } from '../../context.js';
import { UsageError } from '../../errors.js';
import { exitCodes } from '../../exit-codes.js';
import { duration } from '../../output/figures.js';
import { eachOf } from '../each-of.js';
import { windowDuration, windowTimes } from '../window-times.js';
import { alertPositional, alertsPositional, findAlertId, targetText } from './alert-text.js';

const ackSecondsDefault = 4 * 60 * 60;

export const alertAckCommand = defineCommand({
  command: 'ack <alerts..>',
  describe: 'Say that you see to alerts: nobody else is told meanwhile',
  examples: [
    ['alert ack 0198c0de --for 2h --note "Disk is being replaced"', 'For two hours'],
    ['alert ack 0198c0de 0198c0df', 'Both, for four hours'],
  ],
  positionals: { alerts: alertsPositional },
  flags: {
    for: {
      type: 'string',
      coerce: seconds('for', alertLimits.ackSecondsMax, '7d', 60),
      requiresArg: true,
      describe: 'How long: 90m, 2h, 1d, at most 7d (4h)',
    },
    note: { type: 'string', requiresArg: true, describe: 'What others should know' },
  },
  run: (context, { alerts, for: forSeconds = ackSecondsDefault, note }) =>
    eachAlert(context, alerts, `Acknowledged for ${duration(forSeconds * 1000)}`, async (id) => {
      const client = await context.client();
      return client.alerts.acknowledge(id, { forSeconds, ...(note !== undefined && { note }) });
    }),
});

export const alertUnackCommand = defineCommand({
  command: 'unack <alerts..>',
  describe: 'Take an acknowledgement back',
  examples: [['alert unack 0198c0de', 'Others are told of it again']],
  positionals: { alerts: alertsPositional },
  flags: {},
  run: (context, { alerts }) =>
    eachAlert(context, alerts, 'Not acknowledged any more', async (id) =>
      (await context.client()).alerts.unacknowledge(id),
    ),
});

export const alertNoteCommand = defineCommand({
  command: 'note <alert> <text>',
  describe: 'Write on an alert what others should know',
  examples: [
    ['alert note 0198c0de "Waiting for the vendor"', 'In place of an earlier note'],
    ['alert note 0198c0de ""', 'Take the note away'],
  ],
  positionals: {
    alert: alertPositional,
    text: { type: 'string', demandOption: true, describe: 'The note; empty: none' },
  },
  flags: {},
  run: (context, { alert, text }) =>
    eachAlert(context, [alert], 'Noted', async (id) => (await context.client()).alerts.annotate(id, text)),
});

export const alertSilenceCommand = defineCommand({
  command: 'silence <alert>',
  describe: "Tell nobody of the alert's host for a time",
  examples: [
    ['alert silence 0198c0de --for 2h', 'All alerts of its host, for two hours'],
    ['alert window list', 'Which silences there are'],
  ],
  positionals: { alert: alertPositional },
  flags: {
    for: windowDuration,
    name: { type: 'string', requiresArg: true, describe: 'What to call the silence' },
  },
  async run(context, { alert: typed, for: forSeconds = 0, name }) {
    const { output, io } = context;
    const client = await context.client();
    const alert = await client.alerts.get(await findAlertId(client, typed));
    const { nodeId } = alert.target;
    if (nodeId === undefined) {
      throw new UsageError('The alert is of no host', 'acknowledge it with `hyprbox alert ack`');
    }
    const window = await client.alerts.windows.create({
      name: name ?? `${alert.ruleName} on ${nodeId}`.slice(0, alertLimits.ruleNameLength),
      kind: 'SILENCE',
      selector: { nodeIds: [nodeId] },
      ...windowTimes(io.now(), forSeconds),
    });
    await output.result(window, () => '');
    await output.aside(`Nobody is told of ${nodeId} for ${duration(forSeconds * 1000)}.`);
    return exitCodes.ok;
  },
});

/** Does it to each, and says what was done to which. */
function eachAlert(
  context: Context,
  typed: readonly string[],
  done: string,
  work: (id: string) => Promise<Alert>,
): Promise<number> {
  return eachOf(context, typed, async (each) => {
    const alert = await work(await findAlertId(await context.client(), each));
    await context.output.result(alert, () => '');
    await context.output.aside(`${done}: ${alert.ruleName} on ${targetText(alert.target)}.`);
  });
}
